package io.millrace.support;

/**
 * Starts Hive's metastore by itself, after making the tables for locks, which Hive's scripts make
 * elsewhere. Its class path is that of a stock Spark, whose classes the tests do not have.
 */
public final class HiveServer {

  private HiveServer() {}

  /**
   * Runs until it is stopped.
   *
   * @param args the metastore's own
   */
  public static void main(String[] args) throws Exception {
    Class<?> settings = Class.forName("org.apache.hadoop.hive.conf.HiveConf");
    Class<?> locks = Class.forName("org.apache.hadoop.hive.metastore.txn.TxnDbUtil");
    locks.getMethod("prepDb", settings).invoke(null, settings.getConstructor().newInstance());
    Class.forName("org.apache.hadoop.hive.metastore.HiveMetaStore")
        .getMethod("main", String[].class)
        .invoke(null, (Object) args);
  }
}
