package io.millrace.transforms;

import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Texts in one way, whatever the language of the machine; tests run in Turkish. */
@ExtendWith(SparkExtension.class)
class NormalizeTextTest {

  private static Dataset<Row> names(SparkSession spark) {
    return spark.sql(
        """
        select * from values ('\\u00a0 ISTANBUL\\t \\nKIZ Ö '), ('İI iı'), ('  '), (null) as names(n)
        """);
  }

  private static String normalized(SparkSession spark, LetterCase letters, Blanks blanks) {
    return text(new NormalizeText(List.of("N"), true, letters, blanks).apply(names(spark)));
  }

  @Test
  void endsAreTrimmedOfAllWhiteSpace(SparkSession spark) {
    assertThat(normalized(spark, LetterCase.KEEP, Blanks.KEEP))
        .isEqualTo("n string\n\nISTANBUL\t \nKIZ Ö\nnull\nİI iı");
  }

  @Test
  void lettersChangeInTheSameWayEverywhere(SparkSession spark) {
    assertThat(normalized(spark, LetterCase.LOWER, Blanks.COLLAPSE))
        .isEqualTo("n string\n\nistanbul kiz ö\ni\u0307i iı\nnull");
    assertThat(normalized(spark, LetterCase.UPPER, Blanks.COLLAPSE))
        .isEqualTo("n string\n\nISTANBUL KIZ Ö\nnull\nİI II");
  }

  @Test
  void aStepThatWouldChangeNothingIsRefused() {
    assertThatThrownBy(() -> new NormalizeText(List.of("n"), false, LetterCase.KEEP, Blanks.KEEP))
        .hasMessage(
            "nothing would change; set trim = true, case = lower or upper, or blanks = collapse");
  }
}
