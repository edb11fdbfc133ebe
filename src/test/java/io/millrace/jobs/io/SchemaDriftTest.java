package io.millrace.jobs.io;

import static io.millrace.support.Table.rows;
import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.io.SchemaChanges.Kind;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.Change;
import io.millrace.transforms.Trace;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each kind of difference under each policy: changes of a table {@code id int, a int, z string}.
 */
@ExtendWith(SparkExtension.class)
class SchemaDriftTest {

  private static final StructType TABLE = StructType.fromDDL("id int, a int, z string");

  private static String changes(Kind kind) {
    return switch (kind) {
      case ADDED -> "id int | a int | z string | b int\n1|7|x|5\n2|8|y|null";
      case WIDENED -> "id int | a bigint | z string\n1|7|x\n2|3000000000|y";
      case NARROWED -> "id int | a smallint | z string\n1|7|x\n2|8|y";
      case RENAMED -> "id int | a2 int | z string\n1|7|x\n2|8|y";
      case DROPPED -> "id int | z string\n1|x\n2|y";
      case RETYPED -> "id int | a string | z string\n1|7|x\n2|many|y";
    };
  }

  private static SchemaChanges policies(Kind kind, SchemaPolicy policy) {
    SchemaPolicy[] all = new SchemaPolicy[Kind.values().length];
    Arrays.fill(all, SchemaPolicy.FAIL);
    all[kind.ordinal()] = policy;
    return new SchemaChanges(all[0], all[1], all[2], all[3], all[4], all[5]);
  }

  /** The table's columns afterwards, ids of rejected rows, and the values of the others. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ADDED;      APPLY;      id int, a int, z string, b int;  ;    1 7 x 5 / 2 8 y null",
        "ADDED;      QUARANTINE; id int, a int, z string;         1;   2 8 y",
        "ADDED;      IGNORE;     id int, a int, z string;         ;    1 7 x / 2 8 y",
        "WIDENED;    APPLY;      id int, a bigint, z string;      ;    1 7 x / 2 3000000000 y",
        "WIDENED;    QUARANTINE; id int, a int, z string;         2;   1 7 x",
        "WIDENED;    IGNORE;     id int, a int, z string;         ;    1 null x / 2 null y",
        "NARROWED;   APPLY;      id int, a int, z string;         ;    1 7 x / 2 8 y",
        "NARROWED;   QUARANTINE; id int, a int, z string;         ;    1 7 x / 2 8 y",
        "NARROWED;   IGNORE;     id int, a int, z string;         ;    1 7 x / 2 8 y",
        "RENAMED;    APPLY;      id int, a2 int, z string;        ;    1 7 x / 2 8 y",
        "RENAMED;    QUARANTINE; id int, a int, z string;         1 2; ",
        "DROPPED;    APPLY;      id int, a int, z string;         ;    1 null x / 2 null y",
        "DROPPED;    QUARANTINE; id int, a int, z string;         1 2; ",
        "DROPPED;    IGNORE;     id int, a int, z string;         ;    1 null x / 2 null y",
        "RETYPED;    APPLY;      id int, a string, z string;      ;    1 7 x / 2 many y",
        "RETYPED;    QUARANTINE; id int, a int, z string;         2;   1 7 x",
        "RETYPED;    IGNORE;     id int, a int, z string;         ;    1 null x / 2 null y",
      })
  void eachPolicyDoesWhatItSays(
      Kind kind,
      SchemaPolicy policy,
      String after,
      String rejected,
      String good,
      SparkSession spark) {
    Dataset<Row> changes = rows(spark, changes(kind));
    SchemaDrift drift =
        new SchemaComparison(TABLE, changes.schema(), policies(kind, policy)).drift();
    drift.require(name -> false);
    assertThat(drift.after().toDDL()).isEqualToIgnoringCase(StructType.fromDDL(after).toDDL());
    Dataset<Row> traced =
        changes
            .withColumn(Trace.ASIDE, lit(null).cast(Trace.ASIDE_TYPE))
            .withColumn(Change.COLUMN, struct(lit("U").as("op")));
    Dataset<Row> judged = drift.judged(traced);
    Dataset<Row> aside = judged.where(col(Trace.ASIDE).isNotNull());
    assertThat(values(aside.select("id")))
        .isEqualTo(rejected == null ? "" : rejected.replace(" ", " / "));
    String[] names = drift.after().fieldNames();
    Dataset<Row> kept = judged.where(col(Trace.ASIDE).isNull()).selectExpr(names);
    assertThat(values(kept)).isEqualTo(good == null ? "" : good);
    boolean left = policy == SchemaPolicy.IGNORE && good.contains("null");
    assertThat(List.of(judged.columns()).contains(Change.NOT_SUPPLIED)).isEqualTo(left);
  }

  private static String values(Dataset<Row> rows) {
    return String.join(
        " / ", rows.collectAsList().stream().map(row -> row.mkString(" ")).sorted().toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ADDED;    column b is not in the table (added: fail)",
        "WIDENED;  column a is bigint, the table has int (widened: fail)",
        "NARROWED; column a is int, the table has int (narrowed: fail)",
        "RENAMED;  column a2 seems to be a of the table",
        "DROPPED;  column a of the table is not in the changes (dropped: fail)",
        "RETYPED;  column a is string, the table has int (retyped: fail)",
      })
  void whatMustNotHappenIsSaidBeforeARowIsRead(Kind kind, String sentence, SparkSession spark) {
    StructType columns = rows(spark, changes(kind)).schema();
    SchemaDrift drift =
        new SchemaComparison(TABLE, columns, policies(kind, SchemaPolicy.FAIL)).drift();
    assertThatThrownBy(() -> drift.require(name -> false))
        .hasMessageContaining(sentence)
        .hasMessageContaining("say in schema-changes what is to be done");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "WIDENED; id int | a bigint | z string",
        "RENAMED; id int | a2 int | z string",
        "RETYPED; id int | a string | z string",
        "ADDED;   id int | a int | z string | b int",
      })
  void rowsOfTheTableMoveToItsNewColumns(Kind kind, String header, SparkSession spark) {
    Dataset<Row> there = rows(spark, "id int | a int | z string\n1|7|x");
    StructType columns = rows(spark, changes(kind)).schema();
    SchemaDrift drift =
        new SchemaComparison(TABLE, columns, policies(kind, SchemaPolicy.APPLY)).drift();
    String row = kind == Kind.ADDED ? "\n1 | 7 | x | null" : "\n1 | 7 | x";
    assertThat(text(drift.migrated(there))).isEqualTo(table(header + row));
  }
}
