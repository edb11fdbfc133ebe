package io.millrace.jobs;

import io.millrace.glue.GlueServer;
import io.millrace.support.S3Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Table;

/** A Data Catalog and a bucket on this machine, and what a job is told to use both. */
final class GlueLake implements AutoCloseable {

  static final String BUCKET = "lake";

  final GlueServer glue;
  final S3Server s3;
  final GlueClient client;

  private GlueLake(GlueServer glue, S3Server s3) {
    this.glue = glue;
    this.s3 = s3;
    this.client =
        GlueClient.builder()
            .endpointOverride(glue.endpoint())
            .region(Region.US_EAST_1)
            .httpClient(UrlConnectionHttpClient.create())
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(GlueServer.KEY, GlueServer.SECRET)))
            .build();
  }

  /** Starts both; files go to {@code folder}. */
  static GlueLake start(Path folder) throws Exception {
    signIn();
    return new GlueLake(GlueServer.start(folder), S3Server.start(folder, BUCKET));
  }

  /** Where AWS's clients look for credentials first. */
  static void signIn() {
    System.setProperty("aws.accessKeyId", GlueServer.KEY);
    System.setProperty("aws.secretAccessKey", GlueServer.SECRET);
  }

  static void signOut() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  /** What {@code lake} needs to be a catalog of Glue, whose files go to the bucket. */
  Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("", "org.apache.iceberg.spark.SparkCatalog");
    settings.put("type", "glue");
    settings.put("warehouse", "s3://" + BUCKET + "/warehouse");
    settings.put("client.region", "us-east-1");
    settings.put("glue.endpoint", glue.endpoint().toString());
    settings.put("s3.endpoint", s3.endpoint().toString());
    settings.put("s3.path-style-access", "true");
    if (System.getProperty("millrace.spark").startsWith("4.")) {
      // Iceberg 1.12 would have Apache's client 5, which the SDK of Hadoop 3.4 has not.
      settings.put("http-client.type", "urlconnection");
    }
    return settings;
  }

  /** The same with files reached by Hadoop, as {@link S3Server#register} tells it. */
  Map<String, String> settingsOfHadoop() {
    Map<String, String> settings = settings();
    settings.keySet().removeIf(key -> key.startsWith("s3."));
    settings.put("warehouse", "s3a://" + BUCKET + "/warehouse");
    settings.put("io-impl", "org.apache.iceberg.hadoop.HadoopFileIO");
    return settings;
  }

  void makeDatabase(String name) {
    client.createDatabase(call -> call.databaseInput(given -> given.name(name)));
  }

  Table table(String database, String name) {
    return client.getTable(call -> call.databaseName(database).name(name)).table();
  }

  /** Keys below a key of the bucket, told by another client than Iceberg's. */
  static List<String> objects(Configuration hadoop, String below) throws Exception {
    String root = "s3a://" + BUCKET + "/";
    var at = new org.apache.hadoop.fs.Path(root + below);
    FileSystem files = at.getFileSystem(hadoop);
    List<String> found = new ArrayList<>();
    if (files.exists(at)) {
      for (var all = files.listFiles(at, true); all.hasNext(); ) {
        found.add(all.next().getPath().toString().substring(root.length()));
      }
    }
    return found;
  }

  @Override
  public void close() {
    signOut();
    client.close();
    glue.close();
    s3.close();
  }
}
