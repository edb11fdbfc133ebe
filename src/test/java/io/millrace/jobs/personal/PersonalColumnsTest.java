package io.millrace.jobs.personal;

import static io.millrace.support.Table.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import io.millrace.transforms.Aggregate;
import io.millrace.transforms.ApplyMapping;
import io.millrace.transforms.Deduplicate;
import io.millrace.transforms.Derive;
import io.millrace.transforms.Drop;
import io.millrace.transforms.Explode;
import io.millrace.transforms.Filter;
import io.millrace.transforms.FlattenStructs;
import io.millrace.transforms.Generalisation;
import io.millrace.transforms.Generalise;
import io.millrace.transforms.HashAlgorithm;
import io.millrace.transforms.HashColumns;
import io.millrace.transforms.Join;
import io.millrace.transforms.Mask;
import io.millrace.transforms.MaskColumns;
import io.millrace.transforms.NetworkOnly;
import io.millrace.transforms.Rename;
import io.millrace.transforms.Select;
import io.millrace.transforms.Source;
import io.millrace.transforms.Sql;
import io.millrace.transforms.TagColumns;
import io.millrace.transforms.Transform;
import io.millrace.udf.Functions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tags follow their columns wherever they go. */
@ExtendWith(SparkExtension.class)
class PersonalColumnsTest {

  /** The column ssn is tagged; id, city and phones are not. */
  private static Dataset<Row> people(SparkSession spark) {
    Functions.register(spark);
    Dataset<Row> plain =
        rows(
                spark,
                """
                id int | ssn string  | city string | age int | ip string
                1      | 116-48-1824 | Bonn        | 34      | 10.1.2.3
                """)
            .selectExpr("*", "array('1', '2') as phones");
    return new TagColumns(Map.of("SSN", "ssn")).apply(plain);
  }

  private static List<String> personal(Dataset<Row> rows) {
    return List.copyOf(PersonalColumns.of(rows).keySet());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "select * from input | ssn",
        "select id, city from input | -",
        "select ssn as number, id from input | number",
        "select upper(ssn) as a, concat(city, ssn) as b, city as c from input | a b",
        "select substr(ssn, 1, 3) as area, length(ssn) as n from input | area n",
        "select case when ssn like '1%' then 'low' end as c, if(id = 1, ssn, city) as d from input | c d",
        "select ssn is null as a, ssn is not null as b from input | -",
        "select id from input where ssn like '1%' order by ssn | -",
        "select city, count(ssn) as a, count(distinct ssn) as b, count(*) as c from input group by city | -",
        "select approx_count_distinct(ssn) as a, count_if(ssn like '1%') as b from input | -",
        "select city, max(ssn) as a, collect_set(ssn) as b, min(id) as c from input group by city | a b",
        "select ssn, count(*) as n from input group by ssn | ssn",
        "select max_by(city, ssn) as a, max_by(ssn, city) as b from input | b",
        "select sum(id) filter (where ssn like '1%') as a from input | -",
        "select city, ssn, count(*) n from input group by rollup(city, ssn) | ssn",
        "select grouping(ssn) as g, city from input group by cube(city, ssn) | -",
        "select *, row_number() over (partition by ssn order by id) as n from input | ssn",
        "select id, lag(ssn) over (order by id) as before from input | before",
        "select struct(id, ssn) as s from input | s",
        "select s.id as a, s.ssn as b from (select struct(id, ssn) as s from input) | b",
        "select s[0].id as a, s[0].ssn as b, s.ssn as c, s.id as d from (select array(struct(id, ssn)) as s from input) | b c",
        "select e.id as a, e.ssn as b from (select explode(array(struct(id, ssn))) as e from input) | b",
        "select p, e from input lateral view posexplode(array(ssn)) t as p, e | e",
        "select k, v from input lateral view explode(map(id, ssn)) t as k, v | k v",
        "select a, b from input lateral view inline(array(struct(id, ssn))) t as a, b | a b",
        "select id, p from input lateral view explode(phones) t as p | -",
        "select to_json(struct(id, ssn)) as j, to_json(struct(id, city)) as k from input | j",
        "select from_json(ssn, 'a string').a as a from input | a",
        "select transform(phones, p -> concat(p, ssn)) as a, transform(phones, p -> concat(p, id)) as b from input | a",
        "select id, city from input union all select id, ssn from input | city",
        "select id, ssn from input union all select id, city from input | ssn",
        "select city from input intersect select ssn from input | city",
        "select city from input except select 'x' | -",
        "with t as (select ssn as x, id from input) select a.x as p, b.id as q from t a join t b on a.x = b.x | p",
        "with t as (select ssn as x from input), u as (select lower(x) as y from t) select y, 1 as n from u | y",
        "select a.ssn as p, b.city as q from input a join input b on a.ssn = b.ssn | p",
        "select a.id as p, b.ssn as q from input a cross join input b | q",
        "select ssn, id from input a join input b using (ssn, id) | ssn",
        "select (select max(ssn) from input) as a, (select count(ssn) from input) as b | a",
        "select id, concat((select max(b.city) from input b where b.id = a.id), '') as c, (select concat(first(b.ssn), max(b.city)) from input b where b.id = a.id) as d from input a | d",
        "select exists (select 1 from input b where b.ssn = '1') as a, id from input | -",
        "select id from input where ssn in (select ssn from input) | -",
        "select a.id, t.x from input a, lateral (select a.ssn as x) t | x",
        "select a.id, t.x from input a, lateral (select a.city as x) t | -",
        "select * from (select city, ssn from input) pivot (max(ssn) for city in ('Bonn' as bonn)) | bonn",
        "select name, value from (select id, ssn, city from input) unpivot (value for name in (ssn, city)) | value",
        "select distinct ssn as a, city from input limit 3 | a",
        "select transform(id, ssn) using 'cat' as (a, b) from input | a b",
        "select millrace.mask_last_four(ssn) as a, millrace.mask_full(ssn) as b, concat(ssn, millrace.mask_full(ssn)) as c from input | c",
        "select millrace.network_only(ssn, 24, 48) as a, upper(millrace.mask_domain_only(ssn)) as b from input | -",
        "select millrace.request_parts(ssn).toppage as a, millrace.timestamp_parts(ssn, 'yyyy').year as b from input | a b",
        "select sha2(ssn, 256) as a, md5(ssn) as b from input | a b",
        "select date_add(date'1970-01-01', cast(ssn as int)) as a from input | a",
        "select a.x from (select id as x, ssn as y from input) a | -",
        "select * from values (1), (2) as t(x) | -",
      })
  void aColumnIsPersonalIfItsValuesAreMadeOfPersonalOnes(
      String query, String expected, SparkSession spark) {
    people(spark).createOrReplaceTempView("input");
    List<String> columns = expected.equals("-") ? List.of() : List.of(expected.split(" ", -1));

    assertThat(personal(spark.sql(query))).as(query).isEqualTo(columns);
  }

  private record People(String keep) implements Source {
    @Override
    public Dataset<Row> read(SparkSession spark) {
      return new Select(Arrays.asList(keep.split(" ", -1)))
          .apply(people(spark).withColumnRenamed("id", "key"));
    }
  }

  private static Arguments step(String expected, Transform... steps) {
    return Arguments.of(expected, List.of(steps));
  }

  static Stream<Arguments> steps() {
    return Stream.of(
        step("number", new Rename(Map.of("ssn", "number"))),
        step(
            "city ssn",
            new Rename(Map.of("ssn", "city", "city", "ssn")),
            new TagColumns(Map.of("ssn", "place"))),
        step("", new Drop(List.of("ssn"))),
        step("ssn x", new Derive(Map.of("x", "right(ssn, 4)"))),
        step("x", new Derive(Map.of("x", "ssn")), new MaskColumns(Map.of("ssn", Mask.FULL))),
        step("ssn", new Derive(Map.of("x", "length(ssn)")), new TagColumns(Map.of("x", "none"))),
        step("", new TagColumns(Map.of("ssn", "none"))),
        step("", new TagColumns(Map.of("ssn", "none")), new Derive(Map.of("x", "lower(ssn)"))),
        step("ssn", new Filter("ssn <> ''")),
        step("", new MaskColumns(Map.of("ssn", Mask.LAST_FOUR))),
        step("ssn", new HashColumns(Map.of("ssn", "token"), HashAlgorithm.SHA_256)),
        step(
            "",
            new HashColumns(Map.of("ssn", "ssn"), HashAlgorithm.SHA_256),
            new Rename(Map.of("ssn", "x"))),
        step(
            "",
            new TagColumns(Map.of("age", "age", "ip", "ip")),
            new Generalise(Map.of("age", Generalisation.AGE_BAND)),
            new NetworkOnly(List.of("ip")),
            new Drop(List.of("ssn"))),
        step(
            "t_ssn",
            new ApplyMapping(List.of(mapping("ssn", "t.ssn"), mapping("id", "t.id"))),
            new FlattenStructs()),
        step(
            "phones",
            new TagColumns(Map.of("phones", "phone", "ssn", "none")),
            new Explode("phones", Optional.empty(), true, Optional.of("at"))),
        step("", new Aggregate(List.of("city"), Map.of("n", "count(distinct ssn)"))),
        step("ssn", new Deduplicate(List.of("ssn"), List.of("city"))),
        step("ssn x", new Sql("with t as (select *, ssn as x from input) select * from t")),
        step(
            "ssn",
            new Join(
                new People("key city"),
                Map.of("id", "key"),
                io.millrace.transforms.JoinType.LEFT,
                io.millrace.transforms.Matches.ONE,
                Optional.of("other_"),
                false)),
        step(
            "ssn other_ssn",
            new Join(
                new People("key city ssn"),
                Map.of("id", "key"),
                io.millrace.transforms.JoinType.LEFT,
                io.millrace.transforms.Matches.MANY,
                Optional.of("other_"),
                false)),
        step("ssn", new Join(new People("key ssn"), Map.of("ssn", "ssn"))));
  }

  private static ApplyMapping.Mapping mapping(String from, String as) {
    return new ApplyMapping.Mapping(from, Optional.of(as), Optional.empty());
  }

  @ParameterizedTest(name = "{1}: {0}")
  @MethodSource("steps")
  void tagsGoThroughSteps(String expected, List<Transform> steps, SparkSession spark) {
    Dataset<Row> rows = people(spark);
    for (Transform step : steps) {
      rows = step.apply(rows);
    }
    assertThat(personal(rows))
        .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split(" ", -1)));
  }

  @Test
  void whatAFunctionOverWholeRowsMakesIsPersonalIfAnyOfThemIs(SparkSession spark) {
    MapFunction<Row, String> any = row -> String.valueOf(row.get(0));
    assertThat(personal(people(spark).map(any, Encoders.STRING()).toDF("x"))).containsExactly("x");
    assertThat(personal(people(spark).drop("ssn").map(any, Encoders.STRING()).toDF("x"))).isEmpty();
  }

  @Test
  void aUnionDoesNotTakeTheFirstSidesMarkForTheOthers(SparkSession spark) {
    Dataset<Row> people = people(spark);
    Dataset<Row> masked = new MaskColumns(Map.of("ssn", Mask.FULL)).apply(people).select("ssn");
    assertThat(personal(masked.union(people.select("ssn")).selectExpr("ssn as a", "ssn as b")))
        .containsExactly("a", "b");
    assertThat(personal(masked.union(masked).selectExpr("ssn as a"))).isEmpty();
  }

  @Test
  void aTagSaysWhatItIsAndWhereItCameFrom(SparkSession spark) {
    Dataset<Row> both =
        new TagColumns(Map.of("city", "address"))
            .apply(people(spark))
            .selectExpr("concat(ssn, city) as x");
    assertThat(PersonalColumns.of(both).get("x"))
        .containsExactly(new Tag("ssn", "SSN"), new Tag("address", "city"));
  }
}
