package io.millrace.jobs.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left to Spark's own writer, and why. */
class CoverageTest {

  private static final StructType PLAIN = StructType.fromDDL("a int, t timestamp, d date");

  private static String gap(StructType schema, Map<String, String> settings) {
    return Coverage.gap(schema, ColumnarFiles.settings(settings)).orElse("");
  }

  @Test
  void plainAndNestedColumnsAreCovered() {
    String nested = "s struct<a: array<map<string, decimal(38, 2)>>, b: timestamp_ntz>, x binary";
    assertThat(gap(PLAIN, Map.of())).isEmpty();
    assertThat(gap(StructType.fromDDL(nested), Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a int, i interval                        | column i is interval",
        "s struct<a: array<interval>>             | column s.a[] is interval",
        "m map<string, struct<y: interval year>>  | column m.value.y is interval year",
        "d interval day                           | column d is interval day",
        "v void                                   | column v is void",
      })
  void otherTypesAreNot(String schema, String why) {
    assertThat(gap(StructType.fromDDL(schema), Map.of())).isEqualTo(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spark.sql.millrace.parquet.columnar | false  | spark.sql.millrace.parquet.columnar is false",
        "parquet.writer.version              | v2     | parquet.writer.version is v2",
        "parquet.compression                 | LZ4    | parquet.compression is LZ4",
        "parquet.bloom.filter.enabled#a      | true   | parquet.bloom.filter.enabled#a is true",
        "parquet.crypto.factory.class        | x.Y    | parquet.crypto.factory.class is x.Y",
        "spark.sql.parquet.writeLegacyFormat | true   | spark.sql.parquet.writeLegacyFormat is true",
        "spark.sql.parquet.outputTimestampType | TIMESTAMP_MILLIS | column t is timestamp and spark.sql.parquet.outputTimestampType is TIMESTAMP_MILLIS",
        "spark.sql.parquet.datetimeRebaseModeInWrite | EXCEPTION | column t is timestamp and spark.sql.parquet.datetimeRebaseModeInWrite is EXCEPTION",
      })
  void otherSettingsAreNot(String key, String value, String why) {
    assertThat(gap(PLAIN, Map.of(key, value))).isEqualTo(why);
  }

  @Test
  void settingsThatSayWhatIsSoAnywayDoNotMatter() {
    Map<String, String> settings =
        Map.of("parquet.writer.version", "PARQUET_1_0", "parquet.bloom.filter.enabled", "false");
    assertThat(gap(PLAIN, settings)).isEmpty();
  }

  @Test
  void thePageNamesTheSwitch() throws java.io.IOException {
    String page = java.nio.file.Files.readString(java.nio.file.Path.of("docs/performance.md"));
    assertThat(page)
        .contains("spark { " + Coverage.SWITCH.substring("spark.".length()) + " = false }");
  }
}
