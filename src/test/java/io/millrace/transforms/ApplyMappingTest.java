package io.millrace.transforms;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import io.millrace.transforms.ApplyMapping.Mapping;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Glue's mapping: what is listed, renamed, cast, nested, and nothing else. */
@ExtendWith(SparkExtension.class)
class ApplyMappingTest {

  private static Dataset<Row> users(SparkSession spark) {
    return spark.sql(
        """
        select * from values
          (10, 'Clementina', named_struct('zip', '31428-2261', 'geo', named_struct('lat', '-38.2')), '7', 'dot'),
          (11, 'Ann', named_struct('zip', null, 'geo', null), 'seven', 'dot')
          as users(userId, name, address, size, `a.b`)
        """);
  }

  @Test
  void onlyWhatIsListedStaysInThatOrder(SparkSession spark) {
    ApplyMapping mapping =
        new ApplyMapping(
            List.of(
                new Mapping("NAME", "Title"),
                new Mapping("userid", "UserID", "bigint"),
                new Mapping("Address.Geo.LAT", "lat", "double")));
    assertThat(text(mapping.apply(users(spark))))
        .isEqualTo(
            table(
                """
                Title string | UserID bigint | lat double
                Clementina   | 10            | -38.2
                Ann          | 11            | null
                """));
  }

  @Test
  void dotsBuildStructsAndBackTicksQuoteThem(SparkSession spark) {
    ApplyMapping mapping =
        new ApplyMapping(
            List.of(
                new Mapping("address.zip", "provider.zip"),
                new Mapping("`a.b`", "`x.y`"),
                new Mapping("name", "Provider.who.first")));
    assertThat(text(mapping.apply(users(spark))))
        .isEqualTo(
            table(
                """
                provider struct<zip:string,who:struct<first:string>> | x.y string
                {"zip":"31428-2261","who":{"first":"Clementina"}} | dot
                {"who":{"first":"Ann"}} | dot
                """));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aValueThatDoesNotFitIsARejectOrNull(boolean ansi, SparkSession spark) {
    Dataset<Row> users = users(Traces.ansi(spark, ansi));
    List<Mapping> size = List.of(new Mapping("size", "n", "int"));
    assertThat(text(new ApplyMapping(size, OnInvalid.NULL).apply(users)))
        .isEqualTo(table("n int\n7\nnull"));
    Dataset<Row> judged = new ApplyMapping(size).apply(Traces.good(users));
    assertThat(Traces.reasons(judged))
        .containsExactly("apply-mapping: size: size does not fit int");
    assertThat(judged.columns()).containsExactly("n", Trace.ASIDE);
  }

  @Test
  void whatIsNotThereIsNamedWithWhatIs(SparkSession spark) {
    assertThatThrownBy(() -> map("adress.zip", "z").apply(users(spark)))
        .hasMessage(
            "apply-mapping: no column adress.zip; the input has userId, name, address, size, a.b; did you mean 'address'?");
    assertThatThrownBy(() -> map("address.zipp", "z").apply(users(spark)))
        .hasMessage(
            "apply-mapping: no column address.zipp; the struct has zip, geo; did you mean 'zip'?");
    assertThatThrownBy(() -> map("name.first", "z").apply(users(spark)))
        .hasMessage(
            "apply-mapping: name.first is not there: name is string, and only a struct has fields");
    assertThatThrownBy(() -> map("a.b", "z").apply(users(spark)))
        .hasMessage(
            "apply-mapping: no column a.b; the input has userId, name, address, size, a.b; write `a.b` in back-ticks for the column whose name has dots");
  }

  @Test
  void aTypeThatCannotBeReachedIsRefused(SparkSession spark) {
    ApplyMapping mapping = new ApplyMapping(List.of(new Mapping("address", "a", "int")));
    assertThatThrownBy(() -> mapping.apply(users(spark)))
        .hasMessage(
            "apply-mapping: address is struct<zip:string,geo:struct<lat:string>>, which cannot become int");
  }

  @Test
  void twoMappingsForOneNameAreRefused() {
    assertThatThrownBy(
            () -> new ApplyMapping(List.of(new Mapping("a", "c"), new Mapping("b", "C"))))
        .hasMessage("mappings: a as c and b as C cannot both be there; give one another name");
    assertThatThrownBy(
            () -> new ApplyMapping(List.of(new Mapping("a", "c"), new Mapping("b", "c.d"))))
        .hasMessage("mappings: a as c and b as c.d cannot both be there; give one another name");
    assertThatThrownBy(() -> new Mapping("a", "c.", "int"))
        .hasMessage("as: 'c.' has an empty part; write names, with dots only between them");
    assertThatThrownBy(() -> new Mapping("`a", "c"))
        .hasMessage("from: '`a' lacks a closing back-tick");
  }

  private static ApplyMapping map(String from, String as) {
    return new ApplyMapping(List.of(new Mapping(from, as)));
  }
}
