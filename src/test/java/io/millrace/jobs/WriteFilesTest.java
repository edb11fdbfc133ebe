package io.millrace.jobs;

import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.io.BucketBy;
import io.millrace.jobs.io.Compression;
import io.millrace.jobs.io.DistributionMode;
import io.millrace.jobs.io.Format;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.jobs.io.WriteFiles;
import io.millrace.jobs.io.WriteMode;
import io.millrace.support.SparkExtension;
import io.millrace.transforms.ByteSize;
import io.millrace.transforms.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(SparkExtension.class)
class WriteFilesTest {

  /** Rows that a test makes; what they are is the test's business. */
  private record Given(String sql) implements Source {
    @Override
    public Dataset<Row> read(SparkSession spark) {
      return spark.sql(sql);
    }
  }

  private static final String TWO = "values (1, 'a', 'x'), (2, 'b', 'y') as t(id, name, page)";

  @TempDir private Path folder;

  private Lake lake() {
    return new Lake(folder);
  }

  private static RunReport write(SparkSession spark, String sql, WriteFiles sink) {
    return new Pipeline("test", new Given(sql), List.of(), sink).run(spark);
  }

  private WriteFiles sink(Format format, WriteMode mode, String... partitionBy) {
    return new WriteFiles(
        lake().text("out"),
        format,
        List.of(partitionBy),
        mode,
        Optional.empty(),
        new ByteSize(1 << 20),
        DistributionMode.NONE,
        Optional.empty(),
        Map.of());
  }

  private ReadFiles reader(Format format, String schema) {
    return new ReadFiles(
        lake().text("out"),
        format,
        schema,
        format == Format.CSV ? Map.of("header", "true") : Map.of());
  }

  @ParameterizedTest(name = "{0} {1} partitioned: {2}")
  @CsvSource({
    "parquet, append, false, 4",
    "parquet, append, true, 4",
    "parquet, overwrite, false, 2",
    "parquet, overwrite, true, 2",
    "parquet, overwrite-partitions, true, 3",
    "csv, append, true, 4",
    "csv, overwrite, false, 2",
    "csv, overwrite-partitions, true, 3",
    "json, append, false, 4",
    "json, overwrite, true, 2",
    "json, overwrite-partitions, true, 3"
  })
  void aSecondRunAddsReplacesAllOrReplacesItsPartitions(
      String format, String mode, boolean partitioned, int ids, SparkSession spark) {
    Format form = Format.valueOf(format.toUpperCase(java.util.Locale.ROOT));
    WriteMode how = WriteMode.valueOf(mode.replace('-', '_').toUpperCase(java.util.Locale.ROOT));
    WriteFiles sink = sink(form, how, partitioned ? new String[] {"page"} : new String[0]);
    write(spark, "select * from " + TWO, sink);
    write(spark, "select * from values (3, 'c', 'y'), (4, 'd', 'z') as t(id, name, page)", sink);

    List<Integer> found =
        reader(form, "id int, name string" + (partitioned ? "" : ", page string"))
            .read(spark)
            .select("id")
            .collectAsList()
            .stream()
            .map(row -> row.getInt(0))
            .sorted()
            .toList();
    assertThat(found)
        .isEqualTo(
            switch (ids) {
              case 4 -> List.of(1, 2, 3, 4);
              case 3 -> List.of(1, 3, 4);
              default -> List.of(3, 4);
            });
    assertThat(lake().path("out/_SUCCESS")).exists();
    assertThat(lake().everything("out/_millrace").keySet())
        .noneMatch(name -> name.startsWith("staging"));
  }

  @Test
  void errorIfExistsRefusesFilesThatAreThereAndLeavesThem(SparkSession spark) {
    write(spark, "select * from " + TWO, sink(Format.PARQUET, WriteMode.ERROR_IF_EXISTS));
    Map<String, String> before = lake().data("out");

    assertThatThrownBy(
            () ->
                write(
                    spark, "select * from " + TWO, sink(Format.PARQUET, WriteMode.ERROR_IF_EXISTS)))
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("outputs[0].sink.path: " + lake().text("out") + " already holds")
        .hasMessageContaining("set mode = append, overwrite or overwrite-partitions");
    assertThat(lake().data("out")).isNotEmpty().isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void oddPartitionValuesBecomeFoldersThatReadersUnderstand(Format format, SparkSession spark) {
    String values =
        "(0, null), (1, ''), (2, 'a b'), (3, 'a:b'), (4, 'a/b'), (5, '100%'), (6, 'k=v'), (7, 'çığ'),"
            + " (8, '..'), (9, '日本'), (10, '%2F'), (11, 'a\\\\b'), (12, '*?[x]{y}'), (13, 'é')";
    write(
        spark,
        "select id, p from values " + values + " as t(id, p)",
        sink(format, WriteMode.OVERWRITE, "p"));

    String read =
        switch (format) {
          case PARQUET -> "parquet";
          case CSV -> "csv";
          case JSON -> "json";
        };
    Dataset<Row> found =
        spark
            .read()
            .format(read)
            .option("header", "true")
            .schema("id int, p string")
            .load(lake().text("out"));
    assertThat(text(found))
        .isEqualTo(
            text(
                spark.sql(
                    "select id, if(p = '', null, p) as p from values " + values + " as t(id, p)")));
  }

  @Test
  void partitionColumnsOfOtherTypesReadBackAsTheyWere(SparkSession spark) {
    String sql =
        """
        select 1 as id, date'2018-01-06' as d, timestamp'2018-01-06 06:51:54.123456' as t, 1.50bd as n, true as b, -7L as l
        """;
    write(spark, sql, sink(Format.PARQUET, WriteMode.OVERWRITE, "d", "t", "n", "b", "l"));

    Dataset<Row> found =
        spark
            .read()
            .schema("id int, d date, t timestamp, n decimal(3,2), b boolean, l bigint")
            .parquet(lake().text("out"));
    assertThat(text(found)).isEqualTo(text(spark.sql(sql)));
    assertThat(lake().data("out")).hasSize(1);
  }

  @Test
  void filesAreRolledAtTheirTargetSize(SparkSession spark) {
    write(
        spark,
        "select id, sha2(cast(id as string), 512) as text from range(0, 60000, 1, 1)",
        sink(Format.PARQUET, WriteMode.OVERWRITE));

    assertThat(lake().data("out").size()).isBetween(4, 12);
    assertThat(
            lake()
                .rows(spark, "out")
                .selectExpr("count(distinct id)", "count(*)")
                .first()
                .mkString())
        .isEqualTo("6000060000");
  }

  @Test
  void manyPartitionsAreWrittenWithFewOpenFiles(SparkSession spark) {
    write(
        spark,
        "select id, id % 300 as p from range(0, 3000, 1, 1)",
        sink(Format.PARQUET, WriteMode.OVERWRITE, "p"));

    Dataset<Row> found = lake().rows(spark, "out");
    assertThat(lake().data("out").keySet().stream().map(f -> f.split("/", -1)[0]).distinct())
        .hasSize(300);
    assertThat(
            found
                .selectExpr(
                    "count(*)",
                    "count(distinct id)",
                    "count(distinct p)",
                    "sum(int(id % 300 <> p))")
                .first()
                .mkString(" "))
        .isEqualTo("3000 3000 300 0");
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void compressionIsInTheNameAndInTheFile(Compression codec, SparkSession spark) {
    boolean forText = codec == Compression.NONE || codec == Compression.GZIP;
    for (Format format : forText ? Format.values() : new Format[] {Format.PARQUET}) {
      WriteFiles sink =
          new WriteFiles(
              lake().text("out"),
              format,
              List.of(),
              WriteMode.OVERWRITE,
              Optional.of(codec),
              new ByteSize(1 << 20),
              DistributionMode.NONE,
              Optional.empty(),
              Map.of());
      write(spark, "select * from " + TWO, sink);
      String end =
          switch (codec) {
            case NONE -> "";
            case SNAPPY -> ".snappy";
            case GZIP -> ".gz";
            case ZSTD -> ".zstd";
          };
      String name = format.name().toLowerCase(java.util.Locale.ROOT);
      assertThat(lake().data("out").keySet())
          .isNotEmpty()
          .allMatch(
              f -> f.endsWith(format == Format.PARQUET ? end + ".parquet" : "." + name + end));
      assertThat(text(reader(format, "id int, name string, page string").read(spark)))
          .isEqualTo(table("id int|name string|page string\n1|a|x\n2|b|y"));
    }
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void withoutRowsThereIsOneFileThatTellsTheColumns(Format format, SparkSession spark) {
    write(spark, "select * from " + TWO, sink(format, WriteMode.OVERWRITE));
    RunReport report =
        write(spark, "select * from " + TWO + " where id > 5", sink(format, WriteMode.OVERWRITE));

    assertThat(lake().data("out")).hasSize(1);
    assertThat(report.balances().get(0).written()).isZero();
    assertThat(text(reader(format, "id int, name string, page string").read(spark)))
        .isEqualTo("id int | name string | page string\n");
    if (format == Format.PARQUET) {
      assertThat(lake().rows(spark, "out").schema().simpleString())
          .isEqualTo("struct<id:int,name:string,page:string>");
    }
  }

  @Test
  void withoutRowsAppendAddsNothingAndPartitionsAreEmptied(SparkSession spark) {
    write(spark, "select * from " + TWO, sink(Format.PARQUET, WriteMode.APPEND));
    Map<String, String> before = lake().data("out");
    write(spark, "select * from " + TWO + " where id > 5", sink(Format.PARQUET, WriteMode.APPEND));
    assertThat(lake().data("out")).isEqualTo(before);

    write(
        spark,
        "select * from " + TWO + " where id > 5",
        sink(Format.PARQUET, WriteMode.OVERWRITE, "page"));
    assertThat(lake().data("out")).isEmpty();
    assertThat(lake().path("out/_SUCCESS")).exists();
  }

  @Test
  void stagingFoldersOfKilledRunsAreRemovedAfterADay(SparkSession spark) throws IOException {
    Path old = lake().write("out/_millrace/staging-1/data/part-0.parquet", "x");
    Path young = lake().write("out/_millrace/staging-2/data/part-0.parquet", "x");
    age(old, Duration.ofHours(25));
    age(young, Duration.ofHours(23));

    write(spark, "select * from " + TWO, sink(Format.PARQUET, WriteMode.OVERWRITE));

    assertThat(lake().everything("out/_millrace").keySet())
        .contains("staging-2/data/part-0.parquet")
        .doesNotContain("staging-1");
    assertThat(lake().rows(spark, "out").count()).isEqualTo(2);
  }

  private static void age(Path file, Duration age) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          select 1 as a, 2 as A | | outputs[0].sink: two columns are called 'A'; rename or drop one of them
          select 1 as page, null as b | | outputs[0].sink: column b has no type, because it is null in every row; cast it or drop it
          select 1 as id, 'x' as pgae | page | outputs[0].sink.partition-by: no column page; the rows have id, pgae; did you mean 'pgae'?
          select 1 as page | page | outputs[0].sink.partition-by: every column would become a folder and none would be left for the files
          select 1 as id, array(1) as page | page | outputs[0].sink: column page is array<int>, which cannot be a folder name; flatten or drop it, or write Parquet
          select 1 as id, 2 as `.x` | .x | outputs[0].sink.partition-by: no reader looks into folders that begin with a dot; rename column .x
          """)
  void columnsThatCannotBeWrittenAreRefused(
      String sql, String partitionBy, String message, SparkSession spark) {
    String[] by = partitionBy == null ? new String[0] : new String[] {partitionBy};
    assertThatThrownBy(() -> write(spark, sql, sink(Format.PARQUET, WriteMode.OVERWRITE, by)))
        .isInstanceOf(JobFailedException.class)
        .hasMessage("test: " + message);
    assertThat(lake().data("out")).isEmpty();
  }

  @Test
  void aTargetThatIsAFileIsRefused(SparkSession spark) {
    Path file = lake().write("out", "x");
    assertThatThrownBy(
            () -> write(spark, "select * from " + TWO, sink(Format.PARQUET, WriteMode.OVERWRITE)))
        .hasMessage("test: outputs[0].sink.path: " + file + " is a file; give a folder");
    assertThat(file).hasContent("x");
  }

  @Test
  void fileNamesOfARunDoNotClashWithThoseOfAnother(SparkSession spark) {
    write(spark, "select * from " + TWO, sink(Format.PARQUET, WriteMode.APPEND, "page"));
    write(spark, "select * from " + TWO, sink(Format.PARQUET, WriteMode.APPEND, "page"));
    assertThat(
            lake().data("out").keySet().stream()
                .map(f -> f.substring(f.indexOf('/') + 1))
                .collect(Collectors.toSet()))
        .hasSize(4);
  }

  @Test
  void aHashDistributionMakesOneFilePerPartitionHoweverManyTasksThereAre(SparkSession spark) {
    String many = "select id, id % 5 as part from range(0, 1000, 1, 8)";
    WriteFiles each = sink(Format.PARQUET, WriteMode.OVERWRITE, "part");
    write(spark, many, each);
    assertThat(lake().data("out").keySet())
        .filteredOn(name -> name.endsWith(".parquet"))
        .hasSize(40);

    WriteFiles together =
        new WriteFiles(
            each.path(),
            Format.PARQUET,
            each.partitionBy(),
            WriteMode.OVERWRITE,
            Optional.empty(),
            each.targetFileSize(),
            DistributionMode.HASH,
            Optional.empty(),
            Map.of());
    RunReport report = write(spark, many, together);
    assertThat(report.balances().get(0).written()).isEqualTo(1000);
    assertThat(lake().data("out").keySet())
        .filteredOn(name -> name.endsWith(".parquet"))
        .hasSize(5);
    assertThat(lake().rows(spark, "out").selectExpr("sum(id)").head().getLong(0))
        .isEqualTo(499_500);
  }

  private RunReport bucketed(SparkSession spark, String sql, int buckets, String... columns) {
    WriteFiles plain = sink(Format.PARQUET, WriteMode.OVERWRITE, "part");
    return write(
        spark,
        sql,
        new WriteFiles(
            plain.path(),
            plain.format(),
            plain.partitionBy(),
            plain.mode(),
            plain.compression(),
            plain.targetFileSize(),
            plain.distributionMode(),
            Optional.of(new BucketBy(List.of(columns), buckets)),
            plain.options()));
  }

  @Test
  void bucketsAreThoseOfHive(SparkSession spark) {
    RunReport report =
        bucketed(
            spark,
            """
            select id, id % 2 as part, if(id % 7 = 0, null, 'name ' || id) as name, id * 4000000000 as big,
                id % 3 = 0 as flag, date_add(date '1960-02-01', cast(id as int)) as day
            from range(0, 200, 1, 8)
            """,
            3,
            "name",
            "big",
            "flag",
            "day");
    assertThat(report.balances().get(0).written()).isEqualTo(200);
    Map<String, Integer> files = new TreeMap<>();
    for (Row row :
        lake()
            .rows(spark, "out")
            .selectExpr(
                "*", "input_file_name() as file", "datediff(day, date '1970-01-01') as days")
            .collectAsList()) {
      // Java hashes its own strings and longs as Hive does; a null is 0.
      String name = row.getAs("name");
      int hash = name == null ? 0 : name.hashCode();
      hash = 31 * hash + Long.hashCode(row.<Long>getAs("big"));
      hash = 31 * hash + (row.<Boolean>getAs("flag") ? 1 : 0);
      hash = 31 * hash + row.<Integer>getAs("days");
      String file = row.getAs("file");
      assertThat(file)
          .as("row %s", row)
          .contains(
              "/part=%s/00000%s_0_part-".formatted(row.getAs("part"), (hash & 0x7fffffff) % 3));
      files.merge(file, 1, Integer::sum);
    }
    assertThat(files).as("one file per bucket of a folder").hasSize(6);
  }

  @Test
  void aBucketOfOneColumnIsItsHash(SparkSession spark) {
    bucketed(spark, "select 1 as part, n from values (1), (2), (3), (-1), (null) as t(n)", 3, "n");
    assertThat(
            lake()
                .rows(spark, "out")
                .selectExpr(
                    "concat(coalesce(string(n), 'null'), ' ', regexp_extract(input_file_name(), '/(0[0-9]+)_0_', 1)) as line")
                .orderBy("line")
                .collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("-1 000001", "1 000001", "2 000002", "3 000000", "null 000000");
  }

  @Test
  void columnsThatHaveNoBucketAreRefused(SparkSession spark) {
    String sql = "select 1 as part, 1.5 as price, current_timestamp() as at, 1 as id";
    assertThatThrownBy(() -> bucketed(spark, sql, 3, "ide"))
        .hasMessageContaining(
            "sink.bucket-by: no column ide; the rows have part, price, at, id; did you mean 'id'?");
    assertThatThrownBy(() -> bucketed(spark, sql, 3, "part"))
        .hasMessageContaining("sink.bucket-by: column part is a folder already");
    assertThatThrownBy(() -> bucketed(spark, sql, 3, "at"))
        .hasMessageContaining(
            "sink.bucket-by: column at is timestamp, and buckets are of booleans, whole numbers, dates and strings; cast it");
    assertThatThrownBy(() -> new BucketBy(List.of("id"), 0))
        .hasMessage("buckets must be between 1 and 100000, was 0");
  }

  /** More partitions take turns than files may be open: each has few files all the same. */
  @ParameterizedTest
  @CsvSource({
    "PARQUET, 10,   40,   20000",
    "CSV,     10,   40,   20000",
    "PARQUET, 5000, 1200, 24000", // but for the heap, and never more than 1,000
  })
  void partitionsThatTakeTurnsHaveFewFiles(
      Format format, int open, int partitions, int rows, SparkSession spark) throws IOException {
    String setting = "spark.sql.maxConcurrentOutputFileWriters";
    spark.conf().set(setting, Integer.toString(open));
    try {
      String sql =
          "select id, nullif(id %% %s, 7) as page, repeat('x', 50) as text from range(0, %s, 1, 1)"
              .formatted(partitions, rows);
      write(spark, sql, sink(format, WriteMode.OVERWRITE, "page"));
    } finally {
      spark.conf().unset(setting);
    }
    Map<Path, Long> files;
    try (var all = Files.walk(folder.resolve("out"))) {
      files =
          all.filter(path -> path.getFileName().toString().startsWith("part-"))
              .collect(Collectors.groupingBy(Path::getParent, TreeMap::new, Collectors.counting()));
    }
    assertThat(files).hasSize(partitions);
    assertThat(files.values()).allMatch(number -> number <= 2);
    Dataset<Row> back =
        reader(format, "id bigint, text string, page int").read(spark).where("length(text) = 50");
    assertThat(back.selectExpr("count(*)", "sum(id)", "count(distinct id)").head().mkString(" "))
        .isEqualTo("%s %s %s".formatted(rows, rows * (rows - 1L) / 2, rows));
    assertThat(back.where("not (page <=> nullif(id %% %s, 7))".formatted(partitions)).count())
        .isZero();
  }
}
