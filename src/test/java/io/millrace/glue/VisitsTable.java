package io.millrace.glue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.PartitionValueList;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/**
 * A database {@code shop} with a table of visits, by day and hour, in a Data Catalog of its own.
 */
final class VisitsTable implements AutoCloseable {

  final GlueServer server;
  final GlueClient glue;

  private VisitsTable(GlueServer server) {
    this.server = server;
    this.glue = client(GlueServer.KEY, GlueServer.SECRET);
  }

  static VisitsTable start(Path folder) throws Exception {
    return new VisitsTable(GlueServer.start(folder));
  }

  /** A client of somebody, whom the server need not know. */
  GlueClient client(String key, String secret) {
    return GlueClient.builder()
        .endpointOverride(server.endpoint())
        .region(Region.EU_WEST_1)
        .httpClient(UrlConnectionHttpClient.create())
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret)))
        .build();
  }

  void make() {
    glue.createDatabase(call -> call.databaseInput(given -> given.name("shop")));
    glue.createTable(call -> call.databaseName("shop").tableInput(visits("first")));
  }

  void drop() {
    server.forget();
    glue.deleteDatabase(call -> call.name("shop"));
  }

  static TableInput visits(String state) {
    return TableInput.builder()
        .name("Visits")
        .parameters(Map.of("state", state))
        .storageDescriptor(s -> s.location("s3://lake/visits").columns(column("id", "bigint")))
        .partitionKeys(column("dt", "date"), column("h", "int"))
        .build();
  }

  static Column column(String name, String type) {
    return Column.builder().name(name).type(type).build();
  }

  static PartitionInput partition(String dt, int h) {
    return PartitionInput.builder()
        .values(dt, Integer.toString(h))
        .storageDescriptor(s -> s.location("s3://lake/visits/dt=" + dt + "/h=" + h))
        .build();
  }

  /** Hours 0 to {@code count} of days that have ten. */
  void partitions(int count) {
    List<PartitionInput> all =
        IntStream.range(0, count)
            .mapToObj(at -> partition("2024-01-" + (10 + at / 10), at % 10))
            .toList();
    for (int from = 0; from < count; from += 100) {
      List<PartitionInput> some = all.subList(from, Math.min(count, from + 100));
      if (!batch(some).isEmpty()) {
        throw new IllegalStateException("not all partitions are made");
      }
    }
  }

  List<?> batch(List<PartitionInput> some) {
    return glue.batchCreatePartition(
            call -> call.databaseName("shop").tableName("visits").partitionInputList(some))
        .errors();
  }

  Table table() {
    return glue.getTable(call -> call.databaseName("shop").name("VISITS")).table();
  }

  static PartitionValueList values(String dt, int h) {
    return PartitionValueList.builder().values(dt, Integer.toString(h)).build();
  }

  @Override
  public void close() {
    glue.close();
    server.close();
  }
}
