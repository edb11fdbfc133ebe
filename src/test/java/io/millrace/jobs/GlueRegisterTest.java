package io.millrace.jobs;

import static io.millrace.jobs.Registered.action;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.jobs.glue.GlueRegistry;
import io.millrace.jobs.io.Action;
import io.millrace.jobs.register.ConflictException;
import io.millrace.jobs.register.TableDefinition;
import io.millrace.jobs.register.TableRegistry;
import io.millrace.jobs.table.TableName;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequestEntry;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** Files that a Data Catalog is told of, over its own protocol by the SDK. */
@ExtendWith(SparkExtension.class)
class GlueRegisterTest {

  private static GlueLake lake;

  @TempDir private Path folder;
  private SparkSession spark;
  private Lake files;
  private String database;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    lake = GlueLake.start(folder);
  }

  @AfterAll
  static void stop() {
    lake.close();
  }

  @BeforeEach
  void makeDatabase(SparkSession session, TestInfo test) {
    lake.s3.register(session.sparkContext().hadoopConfiguration(), GlueLake.BUCKET);
    spark = LakeCatalog.session(session, lake.settings());
    files = new Lake(folder);
    database =
        "db_" + Integer.toHexString((test.getTestMethod() + test.getDisplayName()).hashCode());
    lake.makeDatabase(database);
    lake.glue.forget();
  }

  private Action register(String more) {
    return action(
        "type = register-table, table = lake.%s.visits, path = \"%s\", format = csv, %s"
            .formatted(database, files.text("in"), more));
  }

  private Table table() {
    return lake.table(database, "visits");
  }

  private List<Partition> partitions() {
    return lake
        .client
        .getPartitionsPaginator(call -> call.databaseName(database).tableName("visits"))
        .stream()
        .flatMap(page -> page.partitions().stream())
        .toList();
  }

  private void days(int from, int to) {
    for (int day = from; day < to; day++) {
      files.write(String.format(Locale.ROOT, "in/day=%03d/a.csv", day), "1,x");
    }
  }

  @Test
  void aTableAsACrawlerLeavesIt() throws Exception {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    var at = new org.apache.hadoop.fs.Path("s3a://lake/" + database + "/Year=2024/a.csv");
    try (FSDataOutputStream out = at.getFileSystem(hadoop).create(at)) {
      out.writeBytes("Id,What,Size\n1,\"a,b\",2.5\n2,c,\n");
    }
    Action action =
        action(
            "type = register-table, table = lake.%1$s.visits, path = \"s3a://lake/%1$s\", format = csv, infer-types = true, options { header = true }"
                .formatted(database));
    assertThat(action.run(spark))
        .containsEntry("table", "made")
        .containsEntry("partitions-added", 1L);

    Table table = table();
    assertThat(table.tableType()).isEqualTo("EXTERNAL_TABLE");
    assertThat(table.storageDescriptor().location()).isEqualTo("s3://lake/" + database);
    assertThat(table.storageDescriptor().columns())
        .extracting(Column::name, Column::type)
        .as("an empty value is no number to OpenCSVSerde")
        .containsExactly(tuple("id", "int"), tuple("what", "string"), tuple("size", "string"));
    assertThat(table.partitionKeys())
        .extracting(Column::name, Column::type)
        .containsExactly(tuple("year", "string"));
    assertThat(table.storageDescriptor().serdeInfo().serializationLibrary())
        .isEqualTo("org.apache.hadoop.hive.serde2.OpenCSVSerde");
    assertThat(table.storageDescriptor().serdeInfo().parameters())
        .isEqualTo(Map.of("separatorChar", ",", "quoteChar", "\"", "escapeChar", "\\"));
    assertThat(table.parameters())
        .containsAllEntriesOf(
            Map.of(
                "classification", "csv",
                "skip.header.line.count", "1",
                "areColumnsQuoted", "true",
                "recordCount", "2",
                "EXTERNAL", "TRUE"));
    assertThat(partitions()).singleElement().satisfies(this::isOfYear);
    lake.glue.forget();
    assertThat(action.run(spark)).containsEntry("table", "unchanged");
    assertThat(lake.glue.calls()).containsOnlyKeys("GetDatabase", "GetTable", "GetPartitions");
  }

  private void isOfYear(Partition partition) {
    assertThat(partition.values()).containsExactly("2024");
    assertThat(partition.storageDescriptor().location())
        .isEqualTo("s3://lake/" + database + "/Year=2024");
    assertThat(partition.storageDescriptor().columns())
        .isEqualTo(table().storageDescriptor().columns());
  }

  @Test
  void partitionsGoInHundredsAndComeInPages() {
    int many = Integer.getInteger("millrace.partitions", 250);
    days(0, many);
    Action action = register("schema = \"id int, what string\"");
    long begun = System.nanoTime();
    assertThat(action.run(spark)).containsEntry("partitions-added", (long) many);
    System.out.printf(
        "%d partitions: %.1f s, %s%n", many, (System.nanoTime() - begun) / 1e9, lake.glue.calls());
    assertThat(lake.glue.calls("BatchCreatePartition")).isEqualTo((many + 99) / 100);
    lake.glue.forget();
    lake.glue.pageSize(60);
    days(many, many + 1);
    assertThat(action.run(spark))
        .containsEntry("partitions-added", 1L)
        .containsEntry("partitions", many + 1L);
    assertThat(lake.glue.calls())
        .containsEntry("BatchCreatePartition", 1)
        .as("looked at twice, in pages of 60")
        .containsEntry("GetPartitions", 2 * (many / 60 + 1));
    assertThat(partitions()).hasSize(many + 1);
  }

  @Test
  void onePartitionThatFailsStopsNoOther() {
    days(0, 120);
    lake.glue.failItem(
        "BatchCreatePartition", List.of("003"), "ThrottlingException", "Rate exceeded", 2);
    lake.glue.failItem(
        "BatchCreatePartition", List.of("110"), "AlreadyExistsException", "There.", 1);
    lake.glue.failItem(
        "BatchCreatePartition", List.of("007"), "AccessDeniedException", "Not yours.", 1);
    Action action = register("schema = \"id int, what string\"");
    assertThatThrownBy(() -> action.run(spark))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "action.table: cannot add partitions to lake.%s.visits, for 1 of 120: day=007: Not yours.; the others are done, run again for these"
                .formatted(database));
    assertThat(lake.glue.calls("BatchCreatePartition")).as("two, and one item twice").isEqualTo(4);
    assertThat(partitions()).hasSize(118);
    assertThat(action.run(spark)).containsEntry("partitions-added", 2L);
  }

  @Test
  void aBatchThatIsRefusedAsAWholeIsHalved() {
    days(0, 4);
    lake.glue.fail("BatchCreatePartition", "InvalidInputException", "Too odd.", 3);
    Action action = register("schema = \"id int, what string\"");
    assertThatThrownBy(() -> action.run(spark))
        .hasMessageContaining("for 1 of 4: day=000: Too odd.; the others are done");
    assertThat(lake.glue.calls("BatchCreatePartition"))
        .as("4, 2, the one refused, its neighbour, and the other 2")
        .isEqualTo(5);
    assertThat(partitions()).hasSize(3);
  }

  @Test
  void whatOthersSaidOfReadersStays() {
    days(0, 3);
    register("schema = \"id int, what string\"").run(spark);
    Table was = table();
    Map<String, String> settings = new TreeMap<>(was.storageDescriptor().serdeInfo().parameters());
    settings.put("line.delim", "!");
    lake.client.updateTable(
        call ->
            call.databaseName(database)
                .tableInput(
                    TableInput.builder()
                        .name("visits")
                        .tableType(was.tableType())
                        .partitionKeys(was.partitionKeys())
                        .parameters(was.parameters())
                        .storageDescriptor(
                            was.storageDescriptor().toBuilder()
                                .serdeInfo(
                                    s ->
                                        s.serializationLibrary(reader(was.storageDescriptor()))
                                            .parameters(settings))
                                .build())
                        .build()));
    change("000", "org.openx.data.jsonserde.JsonSerDe", "s3://else/where");
    change("001", reader(was.storageDescriptor()), "s3://else/here");
    Action same = register("schema = \"id int, what string\"");
    assertThat(same.run(spark)).containsEntry("table", "unchanged");

    register("schema = \"id int, what string, more int\"").run(spark);
    assertThat(table().storageDescriptor().serdeInfo().parameters()).isEqualTo(settings);
    assertThat(partitions())
        .extracting(
            one -> reader(one.storageDescriptor()).replaceAll(".*[.]", ""),
            one -> one.storageDescriptor().location(),
            one -> one.storageDescriptor().serdeInfo().parameters().get("mine"),
            one -> one.storageDescriptor().columns().size())
        .containsExactlyInAnyOrder(
            tuple("JsonSerDe", "s3://else/where", "yes", 2),
            tuple("OpenCSVSerde", "s3://else/here", "yes", 3),
            tuple("OpenCSVSerde", "file:" + files.text("in") + "/day=002", null, 3));
  }

  private static String reader(StorageDescriptor files) {
    return files.serdeInfo().serializationLibrary();
  }

  /** As somebody else would do it. */
  private void change(String day, String reader, String location) {
    StorageDescriptor was =
        partitions().stream()
            .filter(one -> one.values().equals(List.of(day)))
            .findFirst()
            .orElseThrow()
            .storageDescriptor();
    Map<String, String> settings = new TreeMap<>(was.serdeInfo().parameters());
    settings.put("mine", "yes");
    lake.client.batchUpdatePartition(
        call ->
            call.databaseName(database)
                .tableName("visits")
                .entries(
                    BatchUpdatePartitionRequestEntry.builder()
                        .partitionValueList(day)
                        .partitionInput(
                            given ->
                                given
                                    .values(day)
                                    .storageDescriptor(
                                        was.toBuilder()
                                            .location(location)
                                            .serdeInfo(
                                                s ->
                                                    s.serializationLibrary(reader)
                                                        .parameters(settings))
                                            .build()))
                        .build()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "json    | org.openx.data.jsonserde.JsonSerDe | {paths=id,what} | org.apache.hadoop.mapred.TextInputFormat",
        "parquet | org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe | {serialization.format=1} | org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
      })
  void howAthenaIsToReadTheFiles(String format, String serde, String settings, String input) {
    spark.sql("SELECT 1 AS id, 'x' AS what").write().format(format).save(files.text("in/day=1"));
    Action action =
        action(
            "type = register-table, table = lake.%s.visits, path = \"%s\", format = %s"
                .formatted(database, files.text("in"), format));
    action.run(spark);
    assertThat(table().parameters())
        .containsEntry("classification", format)
        .containsEntry("recordCount", "1");
    assertThat(List.of(table().storageDescriptor(), partitions().get(0).storageDescriptor()))
        .allSatisfy(
            storage -> {
              assertThat(storage.inputFormat()).isEqualTo(input);
              assertThat(storage.serdeInfo().serializationLibrary()).isEqualTo(serde);
              assertThat(storage.serdeInfo().parameters()).hasToString(settings);
              assertThat(storage.columns()).extracting(Column::name).containsExactly("id", "what");
            });
    assertThat(action.run(spark)).containsEntry("table", "unchanged");
  }

  /** Whoever looked before adds partitions as the table was: they follow what it has become. */
  @Test
  void partitionsFollowATableThatOthersChangeMeanwhile() throws Exception {
    days(0, 1);
    register("schema = \"id int, what string\"").run(spark);
    days(1, 2);
    lake.glue.forget();
    lake.glue.fail("BatchCreatePartition", "ThrottlingException", "Rate exceeded", 5);
    Thread other =
        new Thread(
            () -> {
              while (lake.glue.calls("BatchCreatePartition") == 0) {
                Thread.onSpinWait();
              }
              Table was = table();
              List<Column> more = new ArrayList<>(was.storageDescriptor().columns());
              more.add(Column.builder().name("more").type("int").build());
              lake.client.updateTable(
                  call ->
                      call.databaseName(database)
                          .tableInput(
                              given ->
                                  given
                                      .name("visits")
                                      .tableType(was.tableType())
                                      .parameters(was.parameters())
                                      .partitionKeys(was.partitionKeys())
                                      .storageDescriptor(
                                          was.storageDescriptor().toBuilder()
                                              .columns(more)
                                              .build())));
            });
    other.start();
    assertThat(register("schema = \"id int, what string\"").run(spark))
        .containsEntry("partitions-added", 1L);
    other.join();
    assertThat(lake.glue.calls("BatchCreatePartition")).isEqualTo(6);
    assertThat(partitions())
        .hasSize(2)
        .allSatisfy(
            one ->
                assertThat(one.storageDescriptor().columns())
                    .extracting(Column::name)
                    .containsExactly("id", "what", "more"));
  }

  @ParameterizedTest
  @CsvSource({"user-id", "@ts", "a/b"})
  void nestedNamesThatAthenaCannotReadAreRefused(String name) {
    files.write("in/a.json", "{\"m\":[{\"%s\":1}]}".formatted(name));
    Action action =
        action(
            "type = register-table, table = lake.%s.visits, path = \"%s\", format = json"
                .formatted(database, files.text("in")));
    assertThatThrownBy(() -> action.plan(spark))
        .hasMessage(
            "action: field 'm.%s' has a name that Athena cannot read within a struct: it may hold letters, digits, blanks and _ . $ only; give a schema without it, or rename it",
            name);
  }

  @Test
  void quotesThatAreKeptWithinAValueAreRefused() {
    days(0, 1);
    assertThatThrownBy(
            () -> register("schema = \"id int\", options { unquoted-quotes = keep }").plan(spark))
        .hasMessageStartingWith(
            "action.options: Athena's readers have nothing like unquoted-quotes = keep; ");
  }

  @Test
  void nestedNamesMayHoldBlanksAndDots() {
    files.write("in/a.json", "{\"m\":{\"user.id\":1,\"$ts\":[{\"a b\":\"x\"}]}}");
    Action action =
        action(
            "type = register-table, table = lake.%s.visits, path = \"%s\", format = json"
                .formatted(database, files.text("in")));
    action.run(spark);
    assertThat(table().storageDescriptor().columns())
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.type())
                    .contains("user.id:", "$ts:array<struct<a b:string>>")
                    .doesNotContain("`"));
    assertThat(action.run(spark)).containsEntry("table", "unchanged");
  }

  @Test
  void athenaSkipsAHeaderThatSparkReads() {
    files.write("in/a.csv", "id,what", "1,x");
    assertThat(register("options { header = true }").plan(spark))
        .contains(
            "Athena skips headers; Spark's reader of Hive tables takes them for rows (SPARK-11374)");
    assertThat(register("schema = \"id string, what string\"").plan(spark))
        .noneMatch(said -> said.contains("SPARK-11374"));
  }

  @Test
  void throttlingIsWaitedOutLongerThanByTheSdk() {
    days(0, 1);
    lake.glue.fail("CreateTable", "ThrottlingException", "Rate exceeded", 5);
    register("schema = \"id int, what string\"").run(spark);
    assertThat(lake.glue.calls("CreateTable")).isEqualTo(6);
  }

  @Test
  void aTableThatOthersChangeKeepsWhatTheySaid() {
    days(0, 1);
    register("schema = \"id int, what string\"").run(spark);
    describe("said by hand");
    lake.glue.fail("UpdateTable", "ConcurrentModificationException", "Changed.", 2);
    assertThat(register("schema = \"id bigint, what string, more int\"").run(spark))
        .containsEntry("table", "changed");
    assertThat(lake.glue.calls("UpdateTable")).as("one by hand").isEqualTo(4);
    assertThat(table().description()).isEqualTo("said by hand");
    assertThat(table().parameters()).containsEntry("owner", "us");
    assertThat(table().storageDescriptor().columns())
        .extracting(Column::name, Column::type, Column::comment)
        .containsExactly(
            tuple("id", "bigint", "the id"),
            tuple("what", "string", null),
            tuple("more", "int", null));
    assertThat(partitions().get(0).storageDescriptor().columns())
        .as("partitions follow their table")
        .extracting(Column::type)
        .containsExactly("bigint", "string", "int");
  }

  @Test
  void aTableThatSomebodyMakesAtTheSameTimeIsLookedAtAgain() {
    days(0, 1);
    lake.glue.fail("CreateTable", "ConcurrentModificationException", "At it.", 1);
    assertThat(register("schema = \"id int, what string\"").run(spark))
        .containsEntry("table", "made");
    assertThat(lake.glue.calls("GetTable")).as("look, run, again, and after all").isEqualTo(4);
  }

  /** As somebody else would do it. */
  private void describe(String description) {
    Table was = table();
    lake.client.updateTable(
        call ->
            call.databaseName(database)
                .tableInput(
                    TableInput.builder()
                        .name("visits")
                        .description(description)
                        .tableType(was.tableType())
                        .partitionKeys(was.partitionKeys())
                        .parameters(with(was.parameters()))
                        .storageDescriptor(
                            was.storageDescriptor().toBuilder()
                                .columns(
                                    was.storageDescriptor().columns().get(0).toBuilder()
                                        .comment("the id")
                                        .build(),
                                    was.storageDescriptor().columns().get(1))
                                .build())
                        .build()));
  }

  private static Map<String, String> with(Map<String, String> parameters) {
    Map<String, String> all = new TreeMap<>(parameters);
    all.put("owner", "us");
    return all;
  }

  @Test
  void whoHasNotSeenTheLastVersionChangesNothing() {
    days(0, 1);
    register("schema = \"id int, what string\"").run(spark);
    TableName name = TableName.parse("lake." + database + ".visits", "table");
    try (TableRegistry registry = GlueRegistry.open(spark, name)) {
      TableDefinition seen = registry.find().orElseThrow();
      describe("meanwhile");
      assertThatThrownBy(() -> registry.replace(seen)).isInstanceOf(ConflictException.class);
    }
    assertThat(table().description()).isEqualTo("meanwhile");
  }

  @Test
  void athenaMayComputeThePartitions() {
    for (String day : List.of("2024-01-01", "2024-02-30", "2025-01-01")) {
      files.write("in/%s/eu/a.csv".formatted(day), "1");
    }
    Action action =
        register(
            "schema = \"id int\", folders = [day, region], options { quote = none }, projection { day { type = date, format = yyyy-MM-dd, range = \"2020-01-01,2024-12-31\" }, region { type = enum, values = [eu, us] } }");
    assertThat(action.plan(spark))
        .contains(
            "Athena does not see partitions that the projection does not reach: 2 (day=2024-02-30/region=eu, day=2025-01-01/region=eu)");
    action.run(spark);
    assertThat(table().parameters())
        .containsAllEntriesOf(
            Map.of(
                "projection.enabled", "true",
                "projection.day.type", "date",
                "projection.day.format", "yyyy-MM-dd",
                "projection.day.range", "2020-01-01,2024-12-31",
                "projection.region.values", "eu,us",
                "storage.location.template", "file:" + files.text("in") + "/${day}/${region}"));
    assertThat(table().storageDescriptor().serdeInfo().serializationLibrary())
        .isEqualTo("org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe");
    assertThat(partitions()).as("Spark knows no projection").hasSize(3);

    Action without =
        register("schema = \"id int\", folders = [day, region], options { quote = none }");
    assertThat(without.run(spark).get("changes").toString())
        .contains("projection.enabled is taken out", "storage.location.template is taken out");
    assertThat(table().parameters().keySet())
        .noneMatch(key -> key.startsWith("projection.") || key.startsWith("storage.location"))
        .contains("classification");
    assertThat(without.run(spark)).containsEntry("table", "unchanged");
  }
}
