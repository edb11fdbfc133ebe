package io.millrace.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.table.SnapshotRange;
import io.millrace.jobs.table.TableFormat;
import io.millrace.support.SparkExtension;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables read as they are and as they were, and what cannot be read. */
@ExtendWith(SparkExtension.class)
class ReadTableTest {

  private static final Optional<String> NONE = Optional.empty();

  @TempDir private Path folder;
  private Tables tables;
  private final List<String> ids = new ArrayList<>();
  private final List<Instant> times = new ArrayList<>();

  /** {@code visits} of {@code id page}. */
  private void make(SparkSession spark, TableFormat format, String properties) {
    tables = new Tables(spark, format, folder);
    sql("CREATE TABLE %s (id INT, page STRING) USING " + format + " " + properties);
  }

  private void sql(String statement) {
    tables.spark.sql(statement.formatted(name()));
  }

  private String name() {
    return tables.name("visits");
  }

  /** A statement that commits; its snapshot and time are remembered. */
  private void commit(String statement) throws InterruptedException {
    Thread.sleep(5); // Two commits in one millisecond cannot be told apart by time.
    sql(statement);
    Row newest =
        tables
            .spark
            .sql(
                (tables.format == TableFormat.ICEBERG
                        ? "SELECT string(snapshot_id), unix_millis(made_current_at) FROM %s.history ORDER BY made_current_at DESC LIMIT 1"
                        : "DESCRIBE HISTORY %s LIMIT 1")
                    .formatted(name()))
            .selectExpr(
                tables.format == TableFormat.ICEBERG
                    ? new String[] {"*"}
                    : new String[] {"string(version)", "unix_millis(timestamp)"})
            .head();
    ids.add(newest.getString(0));
    times.add(Instant.ofEpochMilli(newest.getLong(1)));
  }

  private Table iceberg() {
    return new HadoopTables(new Configuration()).load(folder + "/warehouse/shop/visits");
  }

  private ReadTable newest() {
    return new ReadTable(name(), tables.format);
  }

  private ReadTable snapshot(String snapshot) {
    return new ReadTable(
        name(), tables.format, Optional.of(snapshot), NONE, Optional.empty(), NONE);
  }

  private ReadTable asOf(Instant time) {
    return new ReadTable(
        name(), tables.format, NONE, Optional.of(time.toString()), Optional.empty(), NONE);
  }

  private List<String> lines(ReadTable source) {
    return lines(source.read(tables.spark));
  }

  private static List<String> lines(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).sorted().toList();
  }

  private void refuses(ReadTable source, String message) {
    assertThatThrownBy(() -> source.open(tables.spark))
        .hasMessage(message.replace("TABLE", name()));
  }

  @ParameterizedTest
  @EnumSource
  void everyVersionIsReadAsItWasAndNoCommitChangesWhatIsRead(TableFormat format, SparkSession spark)
      throws Exception {
    make(spark, format, "");
    Dataset<Row> none = newest().read(spark);
    Instant before = Instant.now();
    commit("INSERT INTO %s VALUES (1, 'a'), (2, 'b')");
    sql("ALTER TABLE %s ADD COLUMNS (more INT)");
    Reading altered = newest().open(spark);
    commit("INSERT INTO %s VALUES (3, 'c', 7)");
    Reading now = newest().open(spark);
    Dataset<Row> some =
        new ReadTable(
                name(), format, NONE, NONE, Optional.empty(), Optional.of("more > 5 OR id = 2"))
            .read(spark);
    commit("INSERT OVERWRITE %s VALUES (4, 'd', 8)");

    assertThat(lines(none)).isEmpty();
    assertThat(lines(altered.rows())).containsExactly("[1,a,null]", "[2,b,null]");
    assertThat(lines(now.rows())).containsExactly("[1,a,null]", "[2,b,null]", "[3,c,7]");
    assertThat(lines(some)).containsExactly("[2,b,null]", "[3,c,7]");
    Dataset<Row> kept = newest().read(spark).persist();
    assertThat(lines(kept)).containsExactly("[4,d,8]");
    assertThat(lines(snapshot(ids.get(0)))).containsExactly("[1,a]", "[2,b]");
    assertThat(lines(snapshot(ids.get(1)))).as("not what is kept").hasSize(3);
    assertThat(lines(asOf(times.get(0)))).containsExactly("[1,a]", "[2,b]");
    assertThat(lines(asOf(times.get(2).minusMillis(1)))).hasSize(3);
    kept.unpersist();

    boolean counts = format == TableFormat.ICEBERG;
    assertThat(now.count().get()).isEqualTo(counts ? OptionalLong.of(3) : OptionalLong.empty());
    assertThat(now.table().orElseThrow().toString())
        .isEqualTo(
            "%s, %s %s of %s"
                .formatted(name(), counts ? "snapshot" : "version", ids.get(1), times.get(1)));
    Instant early = before.minusSeconds(3600);
    assertThatThrownBy(() -> asOf(early).open(spark))
        .hasMessageStartingWith(
            "source.as-of: %s has no %s of %s, or it has expired; give a time from "
                .formatted(name(), counts ? "snapshot" : "version", early));
    assertThatThrownBy(() -> asOf(Instant.now().plusSeconds(600)).open(spark))
        .hasMessageEndingWith(
            "has not come yet, so there may be commits before it; give a time that has passed");
    assertThatThrownBy(
            () ->
                new ReadTable(
                        name(), format, NONE, NONE, Optional.empty(), Optional.of("pages > 1"))
                    .open(spark))
        .hasMessageStartingWith(
            "source.where: 'pages > 1' is no condition over the columns id, page, more: ");
  }

  @Test
  void branchesTagsAndExpiredSnapshotsOfIceberg(SparkSession spark) throws Exception {
    make(spark, TableFormat.ICEBERG, "");
    refuses(
        snapshot("12"),
        "source.snapshot: TABLE has no snapshot yet; leave snapshot out, or write to the table before");
    refuses(
        asOf(Instant.now().minusSeconds(1)),
        "source.as-of: TABLE has no snapshot yet; leave as-of out, or write to the table before");
    assertThat(newest().open(spark).table().orElseThrow())
        .hasToString("lake.shop.visits, which has no snapshot");
    assertThat(newest().open(spark).count().get()).hasValue(0);
    for (String row : List.of("1, 'a'", "2, 'b'", "3, 'c'")) {
      commit("INSERT INTO %s VALUES (" + row + ")");
    }
    long second = Long.parseLong(ids.get(1));
    iceberg().manageSnapshots().createTag("second", second).createBranch("audit", second).commit();
    sql("REFRESH TABLE %s");
    sql("INSERT INTO lake.shop.visits.branch_audit VALUES (9, 'z')");
    sql("ALTER TABLE %s RENAME COLUMN page TO site");
    assertThat(lines(snapshot("second"))).containsExactly("[1,a]", "[2,b]");
    assertThat(snapshot("second").read(spark).columns()).containsExactly("id", "page");
    assertThat(lines(snapshot("audit"))).containsExactly("[1,a]", "[2,b]", "[9,z]");
    assertThat(lines(snapshot("main"))).hasSize(3);
    Dataset<Row> altered = newest().read(spark);
    assertThat(altered.columns()).containsExactly("id", "site");
    sql("ALTER TABLE %s SET TBLPROPERTIES ('current-snapshot-id' = '" + second + "')");
    assertThat(lines(altered)).as("settled").containsExactly("[1,a]", "[2,b]", "[3,c]");
    assertThat(lines(newest())).as("rolled back").containsExactly("[1,a]", "[2,b]");
    assertThat(lines(asOf(times.get(2)))).as("before that").hasSize(3);

    iceberg().expireSnapshots().expireSnapshotId(Long.parseLong(ids.get(0))).commit();
    String oldest = ids.get(1) + " of " + times.get(1);
    refuses(
        snapshot(ids.get(0)),
        "source.snapshot: snapshot %s of TABLE has expired; take one that is kept, the oldest of which is %s"
            .formatted(ids.get(0), oldest));
    refuses(
        snapshot("secnd"),
        "source.snapshot: TABLE has no snapshot, branch or tag secnd, or it has expired; take one that is kept: of the snapshots the oldest is %s, the branches and tags are audit, main, second; did you mean 'second'?"
            .formatted(oldest));
    refuses(
        asOf(times.get(0)),
        "source.as-of: TABLE has no snapshot of %s, or it has expired; give a time from %s on, when the oldest that is kept became current"
            .formatted(times.get(0), times.get(1)));
  }

  @Test
  void rowsAreCountedByTheMetadataUnlessSomeAreDeletedBesideTheirFiles(SparkSession spark)
      throws Exception {
    make(
        spark,
        TableFormat.ICEBERG,
        "TBLPROPERTIES ('format-version' = '2', 'write.delete.mode' = 'merge-on-read')");
    commit("INSERT INTO %s SELECT /*+ COALESCE(1) */ id, 'x' FROM range(10)");
    commit("DELETE FROM %s WHERE id = 3");
    assertThat(snapshot(ids.get(0)).open(spark).count().get()).hasValue(10);
    assertThat(newest().open(spark).count().get()).isEmpty();
    assertThat(newest().read(spark).count()).isEqualTo(9);
    refuses(
        changes(ids.get(0), null),
        "source.changes: snapshot %s of TABLE has rows deleted beside the files that hold them (merge-on-read), whose changes Iceberg does not tell; read whole snapshots, or set write.delete.mode, write.update.mode and write.merge.mode = copy-on-write on the table and replace its rows once, and take changes from there on"
            .formatted(ids.get(1)));
    Reading some =
        new ReadTable(
                name(),
                TableFormat.ICEBERG,
                Optional.of(ids.get(0)),
                NONE,
                Optional.empty(),
                Optional.of("id < 4"))
            .open(spark);
    assertThat(some.count().get()).isEmpty();
    assertThat(some.rows().count()).isEqualTo(4);
    assertThat(some.notes())
        .containsExactly("rows that where leaves out are not read, nor counted");
  }

  private ReadTable changes(String from, String to, String... where) {
    Optional<SnapshotRange> range = Optional.of(new SnapshotRange(from, Optional.ofNullable(to)));
    return new ReadTable(name(), tables.format, NONE, NONE, range, Stream.of(where).findFirst());
  }

  @Test
  void changesOfIcebergAreThoseOfRowsAndNotOfFiles(SparkSession spark) throws Exception {
    make(spark, TableFormat.ICEBERG, "");
    commit(
        "INSERT INTO %s SELECT /*+ COALESCE(1) */ * FROM VALUES (1, 'a'), (2, 'b'), (2, 'b'), (3, 'c')");
    commit("UPDATE %s SET page = 'A' WHERE id = 1");
    commit("INSERT INTO %s VALUES (4, 'd')");
    Reading all = changes(ids.get(0), null).open(spark);
    commit("INSERT OVERWRITE %s VALUES (2, 'b'), (4, 'd')");

    String updated = ",0," + ids.get(1) + "]";
    String added = "," + ids.get(2) + "]";
    assertThat(lines(all.rows()))
        .containsExactly("[1,A,INSERT" + updated, "[1,a,DELETE" + updated, "[4,d,INSERT,1" + added);
    assertThat(all.rows().columns())
        .containsExactly("id", "page", "_change_type", "_change_ordinal", "_commit_snapshot_id");
    assertThat(all.count().get()).isEmpty();
    assertThat(all.table().orElseThrow())
        .hasToString(
            "lake.shop.visits, changes after snapshot %s up to snapshot %s of %s"
                .formatted(ids.get(0), ids.get(2), times.get(2)));
    assertThat(lines(changes(ids.get(1), ids.get(2)))).containsExactly("[4,d,INSERT,0" + added);
    assertThat(lines(changes(ids.get(2), "main")))
        .extracting(line -> line.substring(0, line.indexOf(",0,")))
        .containsExactly("[1,A,DELETE", "[2,b,DELETE", "[3,c,DELETE");
    assertThat(lines(changes(ids.get(0), ids.get(2), "_change_type = 'INSERT' AND id < 4")))
        .as("rows written anew are no changes, whatever is asked for")
        .containsExactly("[1,A,INSERT" + updated);
    assertThat(lines(changes(ids.get(3), null))).isEmpty();

    refuses(
        changes(ids.get(2), ids.get(1)),
        "source.changes: snapshot %s of TABLE is no ancestor of snapshot %s, or those between them have expired; take one of its ancestors, the oldest of which is %s"
            .formatted(ids.get(2), ids.get(1), ids.get(0)));
    refuses(
        changes("7", null),
        "source.changes.from: TABLE has no snapshot, branch or tag 7, or it has expired; take one that is kept: of the snapshots the oldest is %s of %s, the branches and tags are main"
            .formatted(ids.get(0), times.get(0)));
    iceberg().expireSnapshots().expireSnapshotId(Long.parseLong(ids.get(0))).commit();
    refuses(
        changes(ids.get(0), null),
        "source.changes.from: snapshot %s of TABLE has expired, and with it rows that were deleted after it; take one that is kept, the oldest of which is %s of %s"
            .formatted(ids.get(0), ids.get(1), times.get(1)));
    iceberg().expireSnapshots().expireSnapshotId(Long.parseLong(ids.get(1))).commit();
    sql("ALTER TABLE %s ADD COLUMNS (tags MAP<STRING, INT>)");
    refuses(
        changes(ids.get(2), null),
        "source.changes: column tags of TABLE is map<string,int>, which Spark cannot compare to tell rows that changed from rows that were only written anew; read whole snapshots");
    assertThat(lines(changes(ids.get(1), ids.get(2))))
        .as("where rows were only added nothing is compared")
        .containsExactly("[4,d,null,INSERT,0" + added);
  }

  @Test
  void changesOfDeltaAreThoseThatTheTableRecords(SparkSession spark) throws Exception {
    make(spark, TableFormat.DELTA, "");
    sql("INSERT INTO %s SELECT /*+ COALESCE(1) */ * FROM VALUES (1, 'a'), (2, 'b')");
    sql("ALTER TABLE %s SET TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true')");
    sql("UPDATE %s SET page = 'A' WHERE id = 1");
    Dataset<Row> updated = changes("2", null).read(spark);
    sql("INSERT INTO %s VALUES (3, 'c')");
    assertThat(lines(updated.drop("_commit_timestamp")))
        .containsExactly("[1,A,update_postimage,3]", "[1,a,update_preimage,3]");
    assertThat(lines(changes("3", "4", "id > 1").read(spark).drop("_commit_timestamp")))
        .containsExactly("[3,c,insert,4]");
    assertThat(lines(changes("4", null))).isEmpty();
    assertThatThrownBy(() -> changes("0", null).open(spark))
        .hasMessageStartingWith(
            "source.changes: cannot read what was changed in %s by versions 1 to 4: "
                .formatted(name()))
        .hasMessageEndingWith(
            "; the table tells changes from the commit on that sets delta.enableChangeDataFeed = true, so take them from there on, or read whole versions");
    refuses(
        changes("4", "3"),
        "source.changes: version 4 of TABLE comes after version 3; exchange from and to");
    refuses(changes("7", null), "source.changes.from: TABLE has no version 7 yet; the newest is 4");
    refuses(snapshot("7"), "source.snapshot: TABLE has no version 7 yet; the newest is 4");
  }

  @ParameterizedTest
  @EnumSource
  void aTableThatCannotBeReachedIsRefused(TableFormat format, SparkSession spark) {
    make(spark, format, "");
    String namespace = tables.namespace;
    refuses(
        new ReadTable(namespace + ".visit", format),
        "source.table: there is no table %s.visit; correct the name, or run the job that makes it before; did you mean 'visits'?"
            .formatted(namespace));
    refuses(
        new ReadTable(namespace + "s.x", format),
        "source.table: there is no namespace %ss; correct the name".formatted(namespace));
    TableFormat other = TableFormat.values()[1 - format.ordinal()];
    assertThatThrownBy(() -> new ReadTable(name(), other).open(spark))
        .hasMessage(
            "source.table: %s is a table of %s, not of %s; set format"
                .formatted(
                    name(),
                    format.name().toLowerCase(java.util.Locale.ROOT),
                    other.name().toLowerCase(java.util.Locale.ROOT)));
    assertThatThrownBy(() -> new ReadTable("nowhere.shop.x", format).open(spark))
        .hasMessageStartingWith(
            format == TableFormat.ICEBERG
                ? "source.table: no catalog nowhere is known; set spark { "
                : "source.table: catalog nowhere is not one of Delta; set spark { ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          orders     | ICEBERG |    |                      | table must be catalog.namespace.name, such as lake.shop.orders, was 'orders'
          a.b.c      | ICEBERG | ' '|                      | snapshot must not be empty
          a.b.c      | ICEBERG | 12 | 2024-05-01T07:00:00Z | snapshot, as-of and changes do not go together; keep one of them
          a.b.c      | DELTA   | x  |                      | snapshot must be a version of the Delta table, a number such as 12, was 'x'
          a.b.c      | ICEBERG |    | 2024-05-01           | as-of must be a time with its zone, such as 2024-05-01T07:00:00Z, was '2024-05-01'
          a.b.c      | ICEBERG |    | 2024-05-01T07:00:00  | as-of lacks a zone, without which nobody knows the time; write '2024-05-01T07:00:00Z' for UTC, or another offset such as +02:00
          """)
  void keysThatDoNotGoTogetherAreRefused(
      String table, TableFormat format, String snapshot, String asOf, String message) {
    assertThatThrownBy(
            () ->
                new ReadTable(
                    table,
                    format,
                    Optional.ofNullable(snapshot),
                    Optional.ofNullable(asOf),
                    Optional.empty(),
                    NONE))
        .hasMessage(message);
  }

  @Test
  void changesAreReadAloneAndOfDeltaByVersions() {
    Optional<SnapshotRange> range = Optional.of(new SnapshotRange("1", Optional.of("x")));
    assertThatThrownBy(
            () -> new ReadTable("a.b.c", TableFormat.ICEBERG, Optional.of("1"), NONE, range, NONE))
        .hasMessage("snapshot, as-of and changes do not go together; keep one of them");
    assertThatThrownBy(() -> new ReadTable("a.b.c", TableFormat.DELTA, NONE, NONE, range, NONE))
        .hasMessage(
            "changes.to must be a version of the Delta table, a number such as 12, was 'x'");
    assertThatThrownBy(() -> new SnapshotRange(" ", NONE)).hasMessage("from must not be empty");
  }
}
