package io.millrace.transforms;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nested rows as flat tables that can be joined. */
@ExtendWith(SparkExtension.class)
class RelationalizeTest {

  private static final String SCHEMA =
      "id string, name struct<family: string, `given.one`: string>,"
          + " contact_details array<struct<type: string, value: string>>,"
          + " links struct<urls: array<string>>, tags map<string, int>";

  private static Dataset<Row> people(SparkSession spark) {
    return json(
        spark,
        SCHEMA,
        """
        {"id":"a","name":{"family":"Sasse","given.one":"Ben"},"contact_details":[{"type":"fax","value":"202"},null,{"type":"fax","value":"202"}],"links":{"urls":["u","v"]},"tags":{"x":1}}
        {"id":"b","name":{"family":"Lee"},"contact_details":[],"links":{"urls":[]},"tags":{}}
        {"id":"c"}
        """);
  }

  private static Dataset<Row> json(SparkSession spark, String schema, String lines) {
    List<String> records = lines.strip().lines().toList();
    return spark.read().schema(schema).json(spark.createDataset(records, Encoders.STRING()));
  }

  @Test
  void theRootHasEveryRowFlatAndCountsWhatIsInItsArrays(SparkSession spark) {
    assertThat(text(new Relationalize(List.of("ID")).apply(people(spark))))
        .isEqualTo(
            table(
                """
                id string | name_family string | name_given.one string | contact_details_count int | links_urls_count int | tags_count int
                a | Sasse | Ben  | 3    | 2    | 1
                b | Lee   | null | 0    | 0    | 0
                c | null  | null | null | null | null
                """));
  }

  @Test
  void onlyTheRootIsRowWise() {
    assertThat(new Relationalize(List.of("id")).isRowWise()).isTrue();
    assertThat(new Relationalize(List.of("id"), "links").isRowWise()).isFalse();
  }

  @Test
  void aSideTableHasOneRowPerElement(SparkSession spark) {
    Relationalize contacts = new Relationalize(List.of("id"), "Contact_Details");
    assertThat(text(contacts.apply(people(spark))))
        .isEqualTo(
            table(
                """
                id string | index int | contact_details_val_type string | contact_details_val_value string
                a | 0 | fax  | 202
                a | 1 | null | null
                a | 2 | fax  | 202
                """));
    Relationalize dotted = new Relationalize(List.of("id"), Optional.of("links.urls"), ".");
    Dataset<Row> urls = dotted.apply(people(spark));
    assertThat(urls.columns()).containsExactly("id", "index", "links.urls.val");
    assertThat(text(urls.toDF("id", "index", "url")))
        .isEqualTo(table("id string | index int | url string\na|0|u\na|1|v"));
  }

  @Test
  void aMapHasOneRowPerEntry(SparkSession spark) {
    assertThat(text(new Relationalize(List.of("id"), "tags").apply(people(spark))))
        .isEqualTo(table("id string|index int|tags_key string|tags_val int\na|0|x|1"));
  }

  @Test
  void anArrayInAnArrayKnowsThePlaceOfTheOuterElement(SparkSession spark) {
    Dataset<Row> rows =
        json(
            spark,
            "k bigint, a array<struct<n: int, b: array<struct<c: int>>>>, m array<array<int>>",
            """
            {"k":1,"a":[{"n":7,"b":[{"c":1},{"c":2}]},{"n":8,"b":[]},{"n":9,"b":[{"c":3}]}],"m":[[1,2],[],[3]]}
            {"k":2,"a":[{"n":7,"b":null},null],"m":[null]}
            """);
    assertThat(text(new Relationalize(List.of("k"), "a").apply(rows)))
        .isEqualTo(
            table(
                """
                k bigint | index int | a_val_n int | a_val_b_count int
                1 | 0 | 7 | 2
                1 | 1 | 8 | 0
                1 | 2 | 9 | 1
                2 | 0 | 7 | null
                2 | 1 | null | null
                """));
    assertThat(text(new Relationalize(List.of("k"), "a.val.b").apply(rows)))
        .isEqualTo(
            table(
                """
                k bigint | a_index int | index int | a_val_b_val_c int
                1 | 0 | 0 | 1
                1 | 0 | 1 | 2
                1 | 2 | 0 | 3
                """));
    assertThat(text(new Relationalize(List.of("k"), "m.val").apply(rows)))
        .isEqualTo(
            table(
                """
                k bigint | m_index int | index int | m_val_val int
                1 | 0 | 0 | 1
                1 | 0 | 1 | 2
                1 | 2 | 0 | 3
                """));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theTablesJoinedAgainAreTheInput(long seed, SparkSession spark) {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>();
    for (int id = 0; id < 20; id++) {
      int size = random.nextInt(6) - 1;
      String elements =
          IntStream.range(0, size)
              .mapToObj(i -> "{\"x\":%s,\"y\":\"%s\"}".formatted(random.nextInt(3), i))
              .toList()
              .toString();
      lines.add(
          "{\"id\":%s,\"s\":{\"a\":%s},\"list\":%s}"
              .formatted(id, id % 7, size < 0 ? null : elements));
    }
    Dataset<Row> input =
        json(
            spark,
            "id int, s struct<a: int>, list array<struct<x: int, y: string>>",
            String.join("\n", lines));
    Dataset<Row> root = new Relationalize(List.of("id")).apply(input);
    Dataset<Row> side = new Relationalize(List.of("id"), "list").apply(input);
    assertThat(side.count())
        .isEqualTo(root.selectExpr("coalesce(sum(list_count), 0)").head().getLong(0))
        .isEqualTo(input.selectExpr("coalesce(sum(greatest(size(list), 0)), 0)").head().getLong(0));
    Dataset<Row> lists =
        side.groupBy("id")
            .agg(
                array_sort(
                        collect_list(
                            struct(
                                col("index"),
                                struct(col("list_val_x").as("x"), col("list_val_y").as("y"))
                                    .as("e"))))
                    .getField("e")
                    .as("list"));
    Dataset<Row> joined =
        root.join(lists, root.col("id").equalTo(lists.col("id")), "left")
            .select(
                root.col("id"),
                struct(col("s_a").as("a")).as("s"),
                coalesce(col("list"), expr("case when list_count = 0 then array() end"))
                    .as("list"));
    assertThat(text(joined)).isEqualTo(text(input));
  }

  @Test
  void severalKeysHostileNamesAndNoRows(SparkSession spark) {
    Dataset<Row> rows =
        spark.sql(
            "select 1 as `K.1`, 'x' as `my ``key`, array(10, 20) as `a.B c`, array() as none");
    Relationalize side = new Relationalize(List.of("my `key", "k.1"), Optional.of("`A.b c`"), "__");
    assertThat(side.apply(rows).columns()).containsExactly("my `key", "K.1", "index", "a.B c__val");
    assertThat(text(side.apply(rows).toDF("a", "b", "c", "d")))
        .isEqualTo(table("a string|b int|c int|d int\nx|1|0|10\nx|1|1|20"));
    assertThat(side.apply(rows.where("false")).collectAsList()).isEmpty();
    assertThat(new Relationalize(List.of("k.1")).apply(rows.where("false")).columns())
        .containsExactly("K.1", "my `key", "a.B c_count", "none_count");
  }

  @Test
  void aNullKeyIsNeverWritten(SparkSession spark) {
    Dataset<Row> rows = spark.sql("select cast(null as int) as id, array(1) as a");
    assertThatThrownBy(() -> new Relationalize(List.of("id")).apply(rows).collect())
        .hasStackTraceContaining("relationalize: id is null, so its row could not be joined");
    assertThatThrownBy(() -> new Relationalize(List.of("id"), "a").apply(rows).collect())
        .hasStackTraceContaining("relationalize: id is null, so its row could not be joined");
    assertThat(Traces.reasons(new Relationalize(List.of("id")).apply(Traces.good(rows))))
        .containsExactly("relationalize: id: id is null, so its row could not be joined");
  }

  @Test
  void whatCannotBeMeantIsRefused(SparkSession spark) {
    assertThatThrownBy(() -> side(spark, "id"))
        .hasMessage("relationalize: array: id is string, neither an array nor a map");
    assertThatThrownBy(() -> side(spark, "links.ulrs"))
        .hasMessage("relationalize: array: no links.ulrs; links has urls; did you mean 'urls'?");
    assertThatThrownBy(() -> side(spark, "contact_details.type"))
        .hasMessage(
            "relationalize: array: contact_details is array<struct<type:string,value:string>>; write contact_details.val.type for what is in its elements");
    assertThatThrownBy(() -> new Relationalize(List.of("tags")).apply(people(spark)))
        .hasMessage(
            "relationalize: the key tags is map<string,int>; a key must be a plain value, so put the struct's field in a column before");
    Dataset<Row> clash = spark.sql("select 1 as index, array(1) as a, 1 as A_COUNT");
    assertThatThrownBy(() -> new Relationalize(List.of("index"), "a").apply(clash))
        .hasMessage(
            "relationalize: the key index and the index would both be called 'index'; rename one before, or set another separator");
    assertThatThrownBy(() -> new Relationalize(List.of("index")).apply(clash))
        .hasMessage(
            "relationalize: the count of a and A_COUNT would both be called 'A_COUNT'; rename one before, or set another separator");
  }

  private static Dataset<Row> side(SparkSession spark, String array) {
    return new Relationalize(List.of("id"), array).apply(people(spark));
  }
}
