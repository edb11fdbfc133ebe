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
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
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
    Dataset<Row> judged = drift.judged(traced, "id"::equals);
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
        "NARROWED; column a is smallint, the table has int (narrowed: fail)",
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

  /** A deletion without its key would delete nothing, or everything. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "WIDENED;  bigint;   1 D 7 / 2 D 8;          ''",
        "WIDENED;  bigint;   1 D 7 / 3000000000 D 8; 3000000000",
        "NARROWED; smallint; 1 D 7 / 2 U 8;          ''",
        "RETYPED;  string;   1 D 7 / many D 8;      many",
      })
  void deletionsKeepTheirKey(
      Kind kind, String type, String changes, String rejected, SparkSession spark) {
    StringBuilder table = new StringBuilder("id " + type + " | op string | a int");
    for (String row : changes.split(" / ", -1)) {
      table.append('\n').append(row.strip().replace(" ", " | "));
    }
    Dataset<Row> rows = rows(spark, table.toString());
    StructType there = StructType.fromDDL("id int, a int");
    SchemaDrift drift =
        new SchemaComparison(
                there, rows.drop("op").schema(), policies(kind, SchemaPolicy.QUARANTINE))
            .drift();
    Dataset<Row> judged = drift.judged(traced(rows, col("op")).drop("op"), "id"::equals);
    Dataset<Row> good = judged.where(col(Trace.ASIDE).isNull());
    assertThat(good.schema().apply("id").dataType()).isEqualTo(DataTypes.IntegerType);
    List<String> ids =
        Arrays.stream(changes.split(" / ", -1))
            .map(row -> row.strip().split(" ", -1)[0])
            .filter(id -> !id.equals(rejected))
            .toList();
    assertThat(values(good.select("id"))).isEqualTo(String.join(" / ", ids));
  }

  private static Dataset<Row> traced(Dataset<Row> rows, Column op) {
    return rows.withColumn(Trace.ASIDE, lit(null).cast(Trace.ASIDE_TYPE))
        .withColumn(Change.COLUMN, struct(op.as("op")));
  }

  /** Spark casts structs by place; a table {@code id int, s struct<city:string,zip:string>}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "QUARANTINE; named_struct('zip', 'z', 'city', 'c');         {\"city\":\"c\",\"zip\":\"z\"}",
        "FAIL;       named_struct('ZIP', 'z', 'city', 'c');         {\"city\":\"c\",\"zip\":\"z\"}",
        "QUARANTINE; named_struct('zip', 7, 'city', 'c');           {\"city\":\"c\",\"zip\":\"7\"}",
        "QUARANTINE; named_struct('city', 'c', 'code', 'z');        rejected",
        "QUARANTINE; named_struct('city', 'c');                     rejected",
        "QUARANTINE; cast(null as struct<zip:string,city:string>);  null",
      })
  void fieldsAreTheSameByName(
      SchemaPolicy policy, String value, String expected, SparkSession spark) {
    StructType there = StructType.fromDDL("id int, s struct<city:string,zip:string>");
    Dataset<Row> rows = spark.range(1).selectExpr("cast(id as int) id", value + " as s");
    SchemaPolicy apply = SchemaPolicy.APPLY;
    SchemaDrift drift =
        new SchemaComparison(
                there,
                rows.schema(),
                new SchemaChanges(policy, policy, apply, policy, policy, policy))
            .drift();
    drift.require(name -> false);
    Dataset<Row> judged = drift.judged(traced(rows, lit("U")), "id"::equals);
    assertThat(judged.schema().apply("s").dataType().catalogString())
        .isEqualTo("struct<city:string,zip:string>");
    assertThat(
            judged
                .selectExpr(
                    "if(" + Trace.ASIDE + " is null, coalesce(to_json(s), 'null'), 'rejected')")
                .head()
                .getString(0))
        .isEqualTo(expected);
  }

  /** A column that is left alone stays where it stands, so the next one keeps its neighbours. */
  @Test
  void lookingTwiceShowsTheSame(SparkSession spark) {
    StructType there = StructType.fromDDL("id int, a int, b string");
    Dataset<Row> rows = rows(spark, "id int | a string | bb string\n1 | x | y");
    SchemaPolicy apply = SchemaPolicy.APPLY;
    SchemaPolicy fail = SchemaPolicy.FAIL;
    SchemaChanges all = new SchemaChanges(fail, fail, fail, apply, fail, SchemaPolicy.IGNORE);
    SchemaDrift drift = new SchemaComparison(there, rows.schema(), all).drift();
    Dataset<Row> judged = drift.judged(traced(rows, lit("U")), "id"::equals);
    assertThat(judged.columns()).startsWith("id", "a", "bb");
    StructType again = judged.select("id", "a", "bb").schema();
    assertThat(new SchemaComparison(there, again, all).drift().differences())
        .extracting(SchemaDifference::kind)
        .containsExactly(Kind.RENAMED);
  }
}
