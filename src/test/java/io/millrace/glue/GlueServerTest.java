package io.millrace.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequestEntry;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.InvalidInputException;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.PartitionValueList;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.glue.model.TableVersion;

/** What the tests' Data Catalog answers to AWS's own client. */
class GlueServerTest {

  private static GlueServer server;
  private static GlueClient glue;

  private String database;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server = GlueServer.start(folder);
    glue = client(GlueServer.KEY, GlueServer.SECRET);
  }

  @AfterAll
  static void stop() {
    glue.close();
    server.close();
  }

  private static GlueClient client(String key, String secret) {
    return GlueClient.builder()
        .endpointOverride(server.endpoint())
        .region(Region.EU_WEST_1)
        .httpClient(UrlConnectionHttpClient.create())
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret)))
        .build();
  }

  @BeforeEach
  void makeTable(TestInfo test) {
    database = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    if (database.length() > 60) {
      database = database.substring(0, 60);
    }
    glue.createDatabase(call -> call.databaseInput(given -> given.name(database)));
    glue.createTable(call -> call.databaseName(database).tableInput(visits("first")));
  }

  @AfterEach
  void drop() {
    server.forget();
    glue.deleteDatabase(call -> call.name(database));
  }

  private static TableInput visits(String state) {
    return TableInput.builder()
        .name("Visits")
        .parameters(Map.of("state", state))
        .storageDescriptor(s -> s.location("s3://lake/visits").columns(column("id", "bigint")))
        .partitionKeys(column("dt", "date"), column("h", "int"))
        .build();
  }

  private static Column column(String name, String type) {
    return Column.builder().name(name).type(type).build();
  }

  private static PartitionInput partition(String dt, int h) {
    return PartitionInput.builder()
        .values(dt, Integer.toString(h))
        .storageDescriptor(s -> s.location("s3://lake/visits/dt=" + dt + "/h=" + h))
        .build();
  }

  /** Hours 0 to {@code count} of days that have ten. */
  private void partitions(int count) {
    List<PartitionInput> all =
        IntStream.range(0, count)
            .mapToObj(at -> partition("2024-01-" + (10 + at / 10), at % 10))
            .toList();
    for (int from = 0; from < count; from += 100) {
      List<PartitionInput> some = all.subList(from, Math.min(count, from + 100));
      assertThat(batch(some)).isEmpty();
    }
  }

  private List<?> batch(List<PartitionInput> some) {
    return glue.batchCreatePartition(
            call -> call.databaseName(database).tableName("visits").partitionInputList(some))
        .errors();
  }

  private Table table() {
    return glue.getTable(call -> call.databaseName(database).name("VISITS")).table();
  }

  @Test
  void namesAreFoldedAndKnownOnce() {
    assertThat(table().name()).isEqualTo("visits");
    assertThat(table().storageDescriptor().columns()).containsExactly(column("id", "bigint"));
    assertThatThrownBy(
            () -> glue.createTable(c -> c.databaseName(database).tableInput(visits("again"))))
        .isInstanceOf(AlreadyExistsException.class);
    assertThatThrownBy(() -> glue.getTable(call -> call.databaseName(database).name("other")))
        .isInstanceOf(EntityNotFoundException.class);
    assertThatThrownBy(() -> glue.getDatabase(call -> call.name("nowhere")))
        .isInstanceOf(EntityNotFoundException.class)
        .hasMessageStartingWith("Database nowhere not found.");
  }

  @Test
  void whoHasNotSeenTheLastVersionCannotChangeIt() {
    assertThat(table().versionId()).isEqualTo("0");
    update("0", false);
    update("1", true);
    assertThat(table().versionId()).isEqualTo("2");
    assertThat(table().createTime()).isNotNull();
    assertThatThrownBy(() -> update("1", false))
        .isInstanceOf(ConcurrentModificationException.class)
        .hasMessageStartingWith("Update table failed due to concurrent modifications.");
    assertThat(
            glue.getTableVersions(call -> call.databaseName(database).tableName("visits"))
                .tableVersions())
        .extracting(TableVersion::versionId)
        .as("1 was not archived")
        .containsExactly("2", "0");
  }

  private void update(String seen, boolean skipArchive) {
    glue.updateTable(
        call ->
            call.databaseName(database)
                .tableInput(visits("after " + seen))
                .versionId(seen)
                .skipArchive(skipArchive));
  }

  @Test
  void listsComeInPages() {
    partitions(25);
    server.pageSize(4);
    List<Partition> all =
        glue
            .getPartitionsPaginator(call -> call.databaseName(database).tableName("visits"))
            .stream()
            .flatMap(page -> page.partitions().stream())
            .toList();
    assertThat(all).extracting(Partition::values).doesNotHaveDuplicates().hasSize(25);
    assertThat(server.calls("GetPartitions")).isEqualTo(7);
    int inSegments =
        IntStream.range(0, 3)
            .map(
                segment ->
                    glue.getPartitions(
                            call ->
                                call.databaseName(database)
                                    .tableName("visits")
                                    .maxResults(3)
                                    .segment(s -> s.segmentNumber(segment).totalSegments(3)))
                        .partitions()
                        .size())
            .sum();
    assertThat(inSegments).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                                        | 40",
        "dt = '2024-01-11'                                         | 10",
        "DT >= '2024-01-12' AND h < 3                              | 6",
        "h in (1, 9) or (dt between '2024-01-10' and '2024-01-11' and h <> 2) | 22",
        "not (h = 1 or h != 2)                                     | 4",
        "dt like '2024-01-1_' and h not in (0,1,2,3,4,5,6,7)       | 8",
        "`dt` is null or h is not null and h >= 9                  | 4",
      })
  void partitionsAreFoundByAnExpression(String expression, int found) {
    partitions(40);
    assertThat(
            glue.getPartitions(
                    c -> c.databaseName(database).tableName("visits").expression(expression))
                .partitions())
        .hasSize(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"other = 1", "h =", "h = 'x'", "h = 1 or", "(h = 1", "h ~ 1", "h = 1 h = 2"})
  void anExpressionThatNobodyCanReadIsRefused(String expression) {
    partitions(1);
    assertThatThrownBy(
            () ->
                glue.getPartitions(
                    c -> c.databaseName(database).tableName("visits").expression(expression)))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void ofABatchWhatCannotBeDoneIsTold() {
    partitions(2);
    server.failItem(
        "BatchCreatePartition", List.of("2024-02-01", "5"), "InternalServiceException", "no", 1);
    var errors =
        glue.batchCreatePartition(
                call ->
                    call.databaseName(database)
                        .tableName("visits")
                        .partitionInputList(
                            partition("2024-01-10", 1),
                            partition("2024-02-01", 4),
                            partition("2024-02-01", 5)))
            .errors();
    assertThat(errors)
        .extracting(error -> error.partitionValues() + " " + error.errorDetail().errorCode())
        .containsExactly(
            "[2024-01-10, 1] AlreadyExistsException", "[2024-02-01, 5] InternalServiceException");
    var updated =
        glue.batchUpdatePartition(
            call ->
                call.databaseName(database)
                    .tableName("visits")
                    .entries(moved("2024-01-10", 0), moved("2024-03-01", 0)));
    assertThat(updated.errors())
        .extracting(error -> error.partitionValueList() + " " + error.errorDetail().errorCode())
        .containsExactly("[2024-03-01, 0] EntityNotFoundException");
    var deleted =
        glue.batchDeletePartition(
            call ->
                call.databaseName(database)
                    .tableName("visits")
                    .partitionsToDelete(values("2024-01-10", 0), values("2024-01-10", 1)));
    assertThat(deleted.errors()).hasSize(1);
    server.failItem("BatchGetPartition", List.of("2024-02-01", "4"), "Unprocessed", "", 1);
    var got =
        glue.batchGetPartition(
            call ->
                call.databaseName(database)
                    .tableName("visits")
                    .partitionsToGet(
                        values("2024-01-10", 7), values("2024-02-01", 4), values("x", 1)));
    assertThat(got.partitions())
        .extracting(Partition::values)
        .containsExactly(List.of("2024-01-10", "7"));
    assertThat(got.unprocessedKeys()).containsExactly(values("2024-02-01", 4));
  }

  /** To hour 7 of its day. */
  private static BatchUpdatePartitionRequestEntry moved(String dt, int h) {
    return BatchUpdatePartitionRequestEntry.builder()
        .partitionValueList(dt, Integer.toString(h))
        .partitionInput(partition(dt, 7))
        .build();
  }

  private static PartitionValueList values(String dt, int h) {
    return PartitionValueList.builder().values(dt, Integer.toString(h)).build();
  }

  @Test
  void whatTheApiDoesNotAllowIsRefused() {
    List<PartitionInput> many =
        IntStream.range(0, 101).mapToObj(at -> partition("2024-01-01", at)).toList();
    assertThatThrownBy(() -> batch(many))
        .isInstanceOf(GlueException.class)
        .hasMessageStartingWith(
            "1 validation error detected: Value at 'partitionInputList' failed to satisfy constraint: Member must have length less than or equal to 100");
    assertThatThrownBy(
            () ->
                glue.createTable(c -> c.databaseName("").tableInput(t -> t.name("x".repeat(256)))))
        .hasMessageStartingWith("2 validation errors detected: ");
    assertThatThrownBy(
            () ->
                glue.createPartition(
                    call ->
                        call.databaseName(database)
                            .tableName("visits")
                            .partitionInput(given -> given.values("one"))))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void errorsThatAreDueComeAndTheClientTriesAgain() {
    server.fail("GetTable", "ThrottlingException", "Rate exceeded", 2);
    assertThat(table().name()).isEqualTo("visits");
    assertThat(server.calls("GetTable")).isEqualTo(3);
    server.fail("GetTable", "AccessDeniedException", "no", 1);
    assertThatThrownBy(this::table).hasMessageStartingWith("no (Service: Glue, Status Code: 400");
  }

  @Test
  void onlyWhoSignsIsAnswered() {
    try (GlueClient other = client("other", GlueServer.SECRET);
        GlueClient wrong = client(GlueServer.KEY, "wrong")) {
      assertThatThrownBy(() -> other.getDatabase(call -> call.name(database)))
          .hasMessageStartingWith("The security token included in the request is invalid.");
      assertThatThrownBy(() -> wrong.getDatabase(call -> call.name(database)))
          .hasMessageStartingWith("The request signature we calculated does not match");
    }
  }
}
