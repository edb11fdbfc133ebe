package io.millrace.docs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.millrace.jobs.Catalog;
import io.millrace.jobs.config.Binder;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What docs/reading-files.md shows is what happens. */
@ExtendWith(SparkExtension.class)
class ReadingFilesTest {

  record OneSource(Source it) {}

  @TempDir private Path lake;

  private static String page() throws IOException {
    return Files.readString(
        Path.of(System.getProperty("millrace.basedir"), "docs/reading-files.md"));
  }

  private Source source(int block) throws IOException {
    String text = page().split("```hocon\n", -1)[block + 1].split("```", -1)[0];
    Config config = ConfigFactory.parseString("it = " + text);
    String path = config.getString("it.path").replaceFirst("lake", lake.toString());
    return new Binder(Catalog.NAMES)
        .bind(
            config.withValue("it.path", ConfigValueFactory.fromAnyRef(path)).resolve(),
            OneSource.class)
        .it();
  }

  private void write(String name, String content) throws IOException {
    Files.createDirectories(lake.resolve(name).getParent());
    Files.writeString(lake.resolve(name), content);
  }

  @Test
  void theBareFoldersOfThePage(SparkSession spark) throws IOException {
    write("live/2022/08/01/a.csv", "99.7.1.1\n");
    write("live/2022/08/02/a.csv", "99.7.1.2\n");
    String result = page().split("```\n", -1)[2];
    assertThat(result).startsWith("ip_address string");
    assertThat(text(source(0).read(spark))).isEqualTo(table(result));
  }

  @Test
  void theInferredTypesOfThePage(SparkSession spark) throws IOException {
    write("trips/a.csv", "id,fare,zip\n1,2.5,00705\n");
    assertThat(text(source(1).read(spark)))
        .isEqualTo(table("id int | fare double | zip string\n1 | 2.5 | 00705"));
  }
}
