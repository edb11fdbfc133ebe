package io.millrace.jobs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.io.Format;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.jobs.io.Reading;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.AddOrigin;
import io.millrace.transforms.ByteSize;
import io.millrace.transforms.InvalidInputException;
import io.millrace.transforms.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Columns whose values stand in the names of folders, alike in every format. */
@ExtendWith(SparkExtension.class)
class FolderColumnsTest {

  @TempDir private Path folder;

  private Lake lake() {
    return new Lake(folder);
  }

  private ReadFiles source(
      Format format, String path, String schema, List<String> folders, String where) {
    return new ReadFiles(
        lake().text(path),
        format,
        Optional.ofNullable(schema),
        false,
        Optional.ofNullable(folders),
        Optional.ofNullable(where),
        format == Format.CSV ? Map.of("header", "true") : Map.of(),
        new ByteSize(64 << 20));
  }

  /** One row with this id. */
  private void file(SparkSession spark, Format format, String name, int id) {
    switch (format) {
      case CSV -> lake().write(name, "id", "" + id);
      case JSON -> lake().write(name, "{\"id\": \"" + id + "\"}");
      case PARQUET -> {
        String made = lake().text("made" + id);
        spark
            .sql("select '" + id + "' as id")
            .coalesce(1)
            .write()
            .mode(SaveMode.Overwrite)
            .parquet(made);
        Path part =
            lake().data("made" + id).keySet().stream()
                .filter(path -> path.endsWith(".parquet"))
                .map(path -> lake().path("made" + id).resolve(path))
                .findFirst()
                .orElseThrow();
        lake().write(name, bytes(part));
      }
    }
  }

  private static byte[] bytes(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void hiveFoldersAreStringsThatKeepTheirZeros(Format format, SparkSession spark) {
    file(spark, format, "in/year=2022/month=08/a", 1);
    file(spark, format, "in/year=2022/month=12/a", 2);
    file(spark, format, "in/year=2023/month=__HIVE_DEFAULT_PARTITION__/a", 3);
    file(spark, format, "in/year=2023/month=10%3A30 %25/a", 4);
    assertThat(text(source(format, "in", null, null, null).read(spark)))
        .isEqualTo(
            table(
                """
                id string | year string | month string
                1 | 2022 | 08
                2 | 2022 | 12
                3 | 2023 | null
                4 | 2023 | 10:30 %
                """));
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void theSchemaMayGiveThemOtherTypes(Format format, SparkSession spark) {
    file(spark, format, "in/year=2022/day=2022-08-01/amount=1.50/a", 1);
    file(spark, format, "in/year=2023/day=__HIVE_DEFAULT_PARTITION__/amount=-3/a", 2);
    String schema = "day date, id string, YEAR int, amount decimal(20,2)";
    assertThat(text(source(format, "in", schema, null, null).read(spark)))
        .isEqualTo(
            table(
                """
                id string | year int | day date | amount decimal(20,2)
                1 | 2022 | 2022-08-01 | 1.50
                2 | 2023 | null | -3.00
                """));
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void bareFoldersAreNamedByTheSource(Format format, SparkSession spark) {
    file(spark, format, "in/2018/01/05/06/a", 1);
    file(spark, format, "in/2018/01/05/07/b+c d%41", 2);
    List<String> names = List.of("year", "month", "day", "hour");
    assertThat(text(source(format, "in", null, names, null).read(spark)))
        .isEqualTo(
            table(
                """
                id string | year string | month string | day string | hour string
                1 | 2018 | 01 | 05 | 06
                2 | 2018 | 01 | 05 | 07
                """));
    file(spark, format, "more/a+b %41/5/a", 3);
    assertThat(
            text(
                source(format, "more", "id string, n int", List.of("name", "n"), null).read(spark)))
        .isEqualTo(table("id string | name string | n int\n3 | a+b %41 | 5"));
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void foldersBelowTheFixedPartOfAGlobCount(Format format, SparkSession spark) {
    file(spark, format, "in/year=2022/month=08/a", 1);
    file(spark, format, "in/year=2022/month=09/a", 2);
    assertThat(text(source(format, "in/year=*/month=08", null, null, null).read(spark)))
        .isEqualTo(table("id string | year string | month string\n1 | 2022 | 08"));
    assertThat(text(source(format, "in/year=2022/month=*", null, null, null).read(spark)))
        .isEqualTo(table("id string | month string\n1 | 08\n2 | 09"));
    assertThat(text(source(format, "in/year=2022/month=08/a", null, null, null).read(spark)))
        .isEqualTo(table("id string\n1"));
    assertThat(text(source(format, "i*", null, List.of("m"), null).read(spark)))
        .isEqualTo(table("id string | m string\n1 | month=08\n2 | month=09"));
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void hiveFoldersBelowOtherFolders(Format format, SparkSession spark) {
    file(spark, format, "in/x/day=01/a", 1);
    file(spark, format, "in/y/z/day=02/a", 2);
    file(spark, format, "in/y/z/day=03/a", 3);
    assertThat(text(source(format, "in", null, null, null).read(spark)))
        .isEqualTo(table("id string | day string\n1 | 01\n2 | 02\n3 | 03"));
    file(spark, format, "more/a=1/x/day=01/a", 4);
    file(spark, format, "more/day=02/a", 5);
    assertThat(text(source(format, "more", null, null, null).read(spark)))
        .isEqualTo(table("id string | day string\n4 | 01\n5 | 02"));
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void everyFormatTellsTheFileByItsPlainPath(Format format, SparkSession spark) {
    List<String> names = List.of("in/50% a+b é/k=%25/f%20 + ü%.x", "in/plain/k=1/f");
    for (int i = 0; i < names.size(); i++) {
      file(spark, format, names.get(i), i);
    }
    try (Reading reading = source(format, "in", null, null, null).open(spark)) {
      Dataset<Row> rows = new AddOrigin().apply(reading.rows()).orderBy("id").select("source_file");
      List<String> files = rows.collectAsList().stream().map(row -> row.getString(0)).toList();
      assertThat(files).isEqualTo(names.stream().map(name -> "file:" + lake().path(name)).toList());
      assertThat(files).allSatisfy(file -> assertThat(Path.of(file.substring(5))).isRegularFile());
    }
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void noNamesMeanNoColumns(Format format, SparkSession spark) {
    file(spark, format, "in/year=2022/a", 1);
    file(spark, format, "in/x/y/a", 2);
    assertThat(text(source(format, "in", null, List.of(), null).read(spark)))
        .isEqualTo(table("id string\n1\n2"));
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void aConditionLeavesFilesOut(Format format, SparkSession spark) {
    file(spark, format, "in/year=2022/day=01/a", 1);
    file(spark, format, "in/year=2022/day=02/a", 2);
    file(spark, format, "in/year=2023/day=__HIVE_DEFAULT_PARTITION__/a", 3);
    try (Reading reading = source(format, "in", null, null, "day = '02'").open(spark)) {
      assertThat(reading.files()).hasSize(1);
      assertThat(reading.notes()).contains("where leaves out 2 of 3 files");
      assertThat(reading.rows().drop(Trace.ASIDE).select("id").collectAsList().toString())
          .isEqualTo("[[2]]");
      assertThat(reading.count().get()).hasValue(1);
    }
    Dataset<Row> late =
        source(format, "in", "id string, year int", null, "year + 1 > 2023").read(spark);
    assertThat(text(late)).isEqualTo(table("id string | year int | day string\n3 | 2023 | null"));
  }

  @Test
  void aConditionThatCannotBeJudgedByFolders(SparkSession spark) {
    file(spark, Format.CSV, "in/day=01/a", 1);
    assertFails(
        spark,
        source(Format.CSV, "in", null, null, "id = 1"),
        "source.where: 'id = 1' is no condition over the folders' columns day: [UNRESOLVED_COLUMN.WITH_SUGGESTION] ");
    assertFails(
        spark,
        source(Format.CSV, "in", null, null, "day = '1'"),
        "source.where: 'day = '1'' is true for none of the 1 files; correct it, or read without it");
    assertFails(
        spark,
        source(Format.CSV, "in", null, List.of(), "day = '1'"),
        "source.where: 'day = '1'' needs columns from folders, and there are none; name the folders year=2022, or list their columns in folders");
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void aColumnThatIsInTheFileToo(Format format, SparkSession spark) {
    file(spark, format, "in/x=1/ID=7/a", 1);
    assertFails(
        spark,
        source(format, "in", null, null, null),
        "source: column 'ID' of file:FOLDER/in/x=1/ID=7/a is both in the file and in the name of the folder 'ID=7'; rename one, or set folders = [] for no columns from folders");
  }

  @Test
  void aColumnOfTheHeaderThatTheSchemaGivesToTheFolder(SparkSession spark) {
    file(spark, Format.CSV, "in/id=7/a", 1);
    assertFails(
        spark,
        source(Format.CSV, "in", "x string, id int", null, null),
        "source: column 'id' of file:FOLDER/in/id=7/a is both in the file and in the name of the folder 'id=7'; ");
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void aFolderThatIsNotOfTheSchemasType(Format format, SparkSession spark) {
    file(spark, format, "in/year=2022/a", 1);
    file(spark, format, "in/year=all/a", 2);
    assertFails(
        spark,
        source(format, "in", "id string, year int", null, null),
        "source: column 'year' is to be int, which the folder 'year=all' of file:FOLDER/in/year=all/a is not; correct the schema or the folder");
  }

  @Test
  void filesAtAnotherDepth(SparkSession spark) {
    file(spark, Format.CSV, "in/2018/01/a", 1);
    file(spark, Format.CSV, "in/2018/b", 2);
    assertFails(
        spark,
        source(Format.CSV, "in", null, List.of("year", "month"), null),
        "source: file:FOLDER/in/2018/b lies in 1 folders below FOLDER/in where folders names 2: year, month; bring the two into line");
    assertFails(
        spark,
        source(Format.CSV, "in", null, List.of("year"), null),
        "source: file:FOLDER/in/2018/01/a lies in 2 folders below FOLDER/in where folders names 1: year; bring the two into line");
  }

  @Test
  void foldersThatDoNotAgree(SparkSession spark) {
    file(spark, Format.CSV, "in/a", 1);
    file(spark, Format.CSV, "in/year=2022/b", 2);
    assertFails(
        spark,
        source(Format.CSV, "in", null, null, null),
        "source: the folders of file:FOLDER/in/a give columns [], those of file:FOLDER/in/year=2022/b give [year]; read them apart, or set folders = [] for no columns from folders");
    file(spark, Format.CSV, "other/year=/b", 2);
    assertFails(
        spark,
        source(Format.CSV, "other", null, null, null),
        "source: the folder 'year=' of file:FOLDER/other/year=/b has no value after =; name it year=__HIVE_DEFAULT_PARTITION__ for null, or set folders = [] for no columns from folders");
  }

  @Test
  void aRejectIsNoDifferent(SparkSession spark) {
    lake().write("in/day=01/a.csv", "id", "1", "x");
    lake().write("in/day=02/a.csv", "id", "2");
    ReadFiles source = source(Format.CSV, "in", "id int", null, null);
    Pipeline job =
        Lake.job(source, lake().parquet("out")).rejecting(lake().rejectsTo("bad", null, null));
    assertThat(job.run(spark).balances().toString())
        .endsWith("read=3, written=2, rejected=1, filtered=0, recounting=[]]]");
    assertThat(text(lake().rows(spark, "out"))).isEqualTo(table("id int | day string\n1|01\n2|02"));
    assertThat(text(lake().rows(spark, "bad").select("reason", "position", "raw")))
        .isEqualTo(table("reason string | position bigint | raw string\nnot an int | 5 | x"));
  }

  private void assertFails(SparkSession spark, ReadFiles source, String sentence) {
    assertThatThrownBy(() -> source.open(spark))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(sentence.replace("FOLDER", folder.toString()));
  }
}
