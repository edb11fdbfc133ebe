package io.millrace.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.SparkExtension;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tests run on the Spark that the build says, not on one that came along with a library. */
@ExtendWith(SparkExtension.class)
class FamilyTest {

  @Test
  void sparkIsTheFamilyUnderTest(SparkSession spark) {
    assertThat(spark.version()).isEqualTo(System.getProperty("millrace.spark"));
  }

  @Test
  void theSecondFamilyIsAnsiByDefaultAndTheFirstIsNot(SparkSession spark) {
    assertThat(spark.conf().get("spark.sql.ansi.enabled"))
        .isEqualTo(Boolean.toString(spark.version().startsWith("4.")));
  }
}
