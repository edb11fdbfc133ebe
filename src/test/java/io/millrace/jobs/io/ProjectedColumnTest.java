package io.millrace.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.millrace.jobs.Catalog;
import io.millrace.jobs.config.Binder;
import java.time.LocalDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that Athena comes to, at noon of 15 May 2024, by what AWS writes of each type. */
class ProjectedColumnTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type = enum, values = [eu, us]                                   | eu         | asia",
        "type = injected                                                  | 4711       |",
        "type = integer, range = \"0,23\"                                 | 7          | 24",
        "type = integer, range = \"0,23\"                                 | 23         | 07",
        "type = integer, range = \"0,23\", digits = 2                     | 07         | 7",
        "type = integer, range = \"-3,9\", interval = 2                   | -1         | 2",
        "type = date, format = yyyy-MM-dd, range = \"2024-02-01,NOW\"     | 2024-02-29 | 2024-02-30",
        "type = date, format = yyyy-MM-dd, range = \"2024-02-01,NOW\"     | 2024-05-15 | 2024-05-16",
        "type = date, format = yyyy/MM, range = \"NOW-1YEAR,NOW+1MONTHS\" | 2023/05    | 2023/04",
        "type = date, format = yyyy/MM, range = \"NOW-1YEAR,NOW+1MONTHS\" | 2024/06    | 2024/07",
        "type = date, format = yyyyMMddHH, range = \"NOW-2HOURS,NOW\"     | 2024051510 | 2024051509",
      })
  void whatAthenaComesTo(String given, String reached, String notReached) {
    ProjectedColumn column =
        new Binder(Catalog.NAMES).bind(ConfigFactory.parseString(given), ProjectedColumn.class);
    LocalDateTime now = LocalDateTime.of(2024, 5, 15, 12, 0);
    assertThat(column.reaches(reached, now)).as(reached).isTrue();
    if (notReached != null) {
      assertThat(column.reaches(notReached, now)).as(notReached).isFalse();
    }
  }
}
