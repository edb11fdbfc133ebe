package io.millrace.jobs.config;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.millrace.jobs.config.InvalidConfigException.Problem;
import io.millrace.transforms.ByteSize;
import io.millrace.transforms.Default;
import io.millrace.transforms.InvalidInputException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinderTest {

  interface Source {}

  interface Step {}

  enum Format {
    CSV,
    JSON_LINES,
    PARQUET
  }

  enum ScdType {
    _1,
    _2
  }

  record Secret(String value) {
    Secret {
      if (value.length() < 3) {
        throw new IllegalArgumentException("a secret must have at least 3 characters");
      }
    }
  }

  record ReadFiles(
      Format format,
      List<String> paths,
      @Default("{}") Map<String, String> options,
      Optional<Duration> timeout,
      @Default("128 MiB") ByteSize splitSize)
      implements Source {}

  record Flatten(@Default("_") String separator, @Default("3") int maxDepth) implements Step {
    Flatten {
      if (maxDepth < 1) {
        throw new IllegalArgumentException("max-depth must be at least 1, was " + maxDepth);
      }
    }
  }

  record KeepLatest(List<String> keys, @Default("[]") List<String> orderBy) implements Step {
    KeepLatest {
      if (keys.isEmpty()) {
        throw new InvalidInputException("keys must name at least one column");
      }
    }
  }

  record HashColumns(List<String> columns, Secret key, @Default("2") ScdType scdType)
      implements Step {}

  record Join(Source with, List<Rule> rules) implements Step {}

  record Rule(String column, @Default("1") long atLeast) {}

  record Broken(@Default("many") int count) implements Step {}

  public record Custom(String default_, Optional<Double> share, boolean strict) implements Step {}

  public record Stranger(String name) {}

  public static final class NoRecord implements Step {}

  record JobFile(
      @Default("unnamed") String name,
      Optional<Source> source,
      @Default("[]") List<Step> transforms,
      @Default("{}") Map<String, String> spark,
      @Default("{}") Map<String, Format> formats,
      @Default("{}") Map<String, Rule> rules) {}

  private static final TypeNames NAMES =
      TypeNames.of(
          Map.of(
              Source.class, List.of(ReadFiles.class),
              Step.class,
                  List.of(
                      Flatten.class,
                      KeepLatest.class,
                      HashColumns.class,
                      Join.class,
                      Broken.class)));

  @Test
  void bindsAWholeJob() {
    JobFile job =
        bind(
            """
            name = orders
            vars { anything = [1, { at = all }] }
            source {
              type = read-files, format = json-lines, paths = [a, "s3a://b"]
              options { header = true, "a.b" = 1.10, c.d = x }
              timeout = 5 minutes, split-size = 64MB
            }
            transforms = [
              flatten
              { type = keep-latest, keys = [id] }
              { type = hash-columns, columns = [email], key = abcdef, scd-type = 1 }
              { type = join, with { type = read-files, format = csv, paths = [] }
                rules = [{ column = a }, { column = b, at-least = 5000000000 }] }
            ]
            spark { sql.shuffle.partitions = 64, sql.ansi.enabled = false, "app.name" = o }
            formats { a = csv, b.c = parquet }
            rules { first { column = x } }
            """);

    assertThat(job)
        .isEqualTo(
            new JobFile(
                "orders",
                Optional.of(
                    new ReadFiles(
                        Format.JSON_LINES,
                        List.of("a", "s3a://b"),
                        Map.of("header", "true", "a.b", "1.10", "c.d", "x"),
                        Optional.of(Duration.ofMinutes(5)),
                        new ByteSize(64_000_000))),
                List.of(
                    new Flatten("_", 3),
                    new KeepLatest(List.of("id"), List.of()),
                    new HashColumns(List.of("email"), new Secret("abcdef"), ScdType._1),
                    new Join(
                        new ReadFiles(
                            Format.CSV,
                            List.of(),
                            Map.of(),
                            Optional.empty(),
                            new ByteSize(128 << 20)),
                        List.of(new Rule("a", 1), new Rule("b", 5_000_000_000L)))),
                Map.of(
                    "sql.shuffle.partitions", "64", "sql.ansi.enabled", "false", "app.name", "o"),
                Map.of("a", Format.CSV, "b.c", Format.PARQUET),
                Map.of("first", new Rule("x", 1))));
  }

  @Test
  void keepsTheKeysOfAMapInTheOrderOfTheFile() {
    assertThat(bind("spark {\n z = 1\n b = 2\n y.c = 3\n a = 4\n}").spark().keySet())
        .containsExactly("z", "b", "y.c", "a");
  }

  @Test
  void bindsAStepThatIsNamedByItsClass() {
    String name = Custom.class.getName();
    Custom expected = new Custom("x", Optional.of(0.5), true);

    assertThat(
            bind("transforms = [{ type = \"%s\", default = x, share = 0.5, strict = true }]"
                    .formatted(name))
                .transforms())
        .containsExactly(expected);
    assertThat(
            bind("transforms = [{ type = %s, default = x, share = 0.5, strict = true }]"
                    .formatted(Custom.class.getCanonicalName()))
                .transforms())
        .containsExactly(expected);
  }

  @Test
  void numbersAndTruthMayComeAsTextBecauseEnvironmentVariablesAreText() {
    assertThat(
            bind("transforms = [{ type = %s, default = 007, share = \"1e-1\", strict = \"true\" }]"
                    .formatted(Custom.class.getCanonicalName()))
                .transforms())
        .containsExactly(new Custom("007", Optional.of(0.1), true));
  }

  @Test
  void nullLeavesAnOptionalKeyOut() {
    assertThat(bind("source = null").source()).isEmpty();
  }

  @Test
  void tellsEverythingAtOnceInTheOrderOfTheFile() {
    assertThatThrownBy(
            () ->
                bind(
                    """
                    # A job with many mistakes.
                    source {
                      type = read-files
                      format = cvs
                      path = [a]
                    }
                    transforms = [
                      flaten
                      { type = flatten, max-depth = 0 }
                      { type = keep-latest, keys = id }
                      { type = hash-columns, columns = [a] }
                    ]
                    """))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            """
            7 problems in the job configuration:
              1. source.paths: is required (list of text)  (bad.conf: 2)
              2. source.format: is 'cvs' but must be one of csv, json-lines, parquet; did you mean\
             'csv'?  (bad.conf: 4)
              3. source.path: unknown key; did you mean 'paths'?  (bad.conf: 5)
              4. transforms[0]: no step is named 'flaten'; did you mean 'flatten'? Or run 'steps'\
             to see all  (bad.conf: 8)
              5. transforms[1]: max-depth must be at least 1, was 0  (bad.conf: 9)
              6. transforms[2].keys: is 'id' but must be a list of text  (bad.conf: 10)
              7. transforms[3].key: is required (secret)  (bad.conf: 11)""");
  }

  @Test
  void oneProblemIsNotProblems() {
    assertThatThrownBy(() -> bind("source {}"))
        .hasMessage(
            "1 problem in the job configuration:\n"
                + "  1. source.type: is required (name of a source)  (bad.conf: 1)");
  }

  @Test
  void problemsCanBeReadOneByOne() {
    InvalidConfigException wrong =
        catchThrowableOfType(InvalidConfigException.class, () -> bind("\nsourse { }"));

    assertThat(wrong.problems())
        .containsExactly(
            new Problem("sourse", "unknown key; did you mean 'source'?", "bad.conf", 2));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          nmae = x                      | nmae: unknown key; did you mean 'name'?
          raw_path = x                  | raw_path: unknown key; free values live in 'vars'
          vars = 5                      | vars: is 5 but must be an object of free values
          name = null                   | name: is null but must be text; leave the key out instead
          name { a = b }                | name: is an object but must be text
          name = [a, b]                 | name: is a list but must be text
          source = 5                    | source: is 5 but must be a source: a name, or an object with 'type'
          source = [a]                  | source: is a list but must be a source: a name, or an object with 'type'
          source { type = [] }          | source.type: is a list but must be the name of a source
          source { type = flatten }     | source.type: 'flatten' is a step, but a source is meant here
          source { type = xyz }         | source.type: no source is named 'xyz'; run 'steps' to see all
          transforms = flatten          | transforms: is 'flatten' but must be a list of steps
          transforms { a = b }          | transforms: is an object but must be a list of steps
          transforms.0 = flatten        | transforms: is an object but must be a list of steps; a list can only be set as a whole
          transforms = [null]           | transforms[0]: is null but must be a step; leave the key out instead
          transforms = [com.acme.Mine]  | transforms[0]: class com.acme.Mine was not found; check the spelling, and that its jar is on the class path
          spark = 5                     | spark: is 5 but must be an object whose values are text
          spark { a = [1] }             | spark.a: is a list but must be text
          spark { a = null }            | spark.a: is null but must be text; leave the key out instead
          spark { a.b = 1, "a.b" = 2 }  | spark."a.b": 'a.b' is given twice
          formats { a.b = cvs }         | formats.a.b: is 'cvs' but must be one of csv, json-lines, parquet; did you mean 'csv'?
          formats { a = CSV }           | formats.a: is 'CSV' but must be one of csv, json-lines, parquet; did you mean 'csv'?
          rules { a = b }               | rules.a: is 'b' but must be a rule; the keys here are column, at-least
          rules { a { columm = b } }    | rules.a.columm: unknown key; did you mean 'column'?
          rules { a { other = b } }     | rules.a.other: unknown key; the keys here are column, at-least
          """)
  void saysWhatIsWrongAndWhere(String hocon, String problem) {
    // The line before shows that lines are counted; a second problem may follow the first.
    assertThat(problemsOf("# comment\n" + hocon)).contains(problem + "  (bad.conf: 2)");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          max-depth = x          | max-depth: is 'x' but must be a whole number
          max-depth = 1.5        | max-depth: is 1.5 but must be a whole number
          max-depth = 3000000000 | max-depth: is 3000000000 but must be a whole number from -2147483648 to 2147483647
          max-depth = true       | max-depth: is true but must be a whole number
          max-depth = ""         | max-depth: is '' but must be a whole number
          separator = null       | separator: is null but must be text; leave the key out instead
          """)
  void refusesNumbersThatAreNone(String hocon, String problem) {
    assertThat(problemsOf("transforms = [\n{ type = flatten, " + hocon + " }\n]"))
        .isEqualTo("transforms[0]." + problem + "  (bad.conf: 2)");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          strict = yes                | strict: is 'yes' but must be true or false
          strict = 1                  | strict: is 1 but must be true or false
          share = many, strict = true | share: is 'many' but must be a number
          share = "NaN", strict = true | share: is 'NaN' but must be a number
          share = 1e999, strict = true | share: is 1e999 but must be a number
          default_ = y, strict = true | default_: unknown key; did you mean 'default'?
          """)
  void refusesTruthAndSharesThatAreNone(String hocon, String problem) {
    String name = Custom.class.getCanonicalName();
    assertThat(problemsOf("transforms = [\n{ type = " + name + ", default = x, " + hocon + " }]"))
        .isEqualTo("transforms[0]." + problem + "  (bad.conf: 2)");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          timeout = 30          | timeout: is 30 but must be a duration such as '5 minutes'
          timeout = 5 lightyears | timeout: is '5 lightyears' but must be a duration such as '5 minutes'
          split-size = big      | split-size: is 'big' but must be a size such as '128 MiB'
          split-size = -1       | split-size: is -1 but must be a size such as '128 MiB'
          format { a = b }      | format: is an object but must be one of csv, json-lines, parquet
          options = [a]         | options: is a list but must be an object whose values are text
          """)
  void refusesDurationsAndSizesThatAreNone(String hocon, String problem) {
    String source = "source {\ntype = read-files, paths = [a], format = csv\n" + hocon + "\n}";
    assertThat(problemsOf(source)).isEqualTo("source." + problem + "  (bad.conf: 3)");
  }

  @Test
  void aRecordThatRefusesItsValuesIsShownWithTheLineOfTheObject() {
    assertThat(problemsOf("transforms = [\n flatten\n {\n type = keep-latest\n keys = [] }\n]"))
        .isEqualTo("transforms[1]: keys must name at least one column  (bad.conf: 3)");
  }

  @Test
  void aNamedValueThatRefusesItsTextIsShownWithItsOwnLine() {
    assertThat(problemsOf("transforms = [{\n type = hash-columns, columns = [a]\n key = ab }\n]"))
        .isEqualTo("transforms[0].key: a secret must have at least 3 characters  (bad.conf: 3)");
  }

  @Test
  void doesNotShowSecretsThatAreOfTheWrongType() {
    assertThat(problemsOf("formats { password = hunter2 }"))
        .isEqualTo(
            "formats.password: is '****' but must be one of csv, json-lines, parquet"
                + "  (bad.conf: 1)");
  }

  @Test
  void aBareNameNeedsDefaultsForAllKeys() {
    assertThat(problemsOf("transforms = [\n keep-latest\n]"))
        .isEqualTo("transforms[0].keys: is required (list of text)  (bad.conf: 2)");
  }

  @Test
  void refusesClassesThatAreNoSteps() {
    String here = BinderTest.class.getName();
    assertThat(problemsOf(steps(NoRecord.class.getCanonicalName())))
        .isEqualTo("transforms[0]: class " + here + "$NoRecord is not a record  (bad.conf: 2)");
    assertThat(problemsOf(steps(Stranger.class.getCanonicalName())))
        .isEqualTo(
            "transforms[0]: class %s$Stranger does not implement %s$Step  (bad.conf: 2)"
                .formatted(here, here));
    assertThat(problemsOf(steps(Flatten.class.getCanonicalName())))
        .isEqualTo("transforms[0]: class " + here + "$Flatten is not public  (bad.conf: 2)");
  }

  @Test
  void aDefaultThatDoesNotBindIsAMistakeInTheRecord() {
    assertThatThrownBy(() -> bind("transforms = [broken]"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a @Default does not bind")
        .hasStackTraceContaining(
            "transforms[0].count: is 'many' but must be a whole number  (@Default)");
  }

  @Test
  void longValuesAreCutInMessages() {
    assertThat(
            problemsOf("source { type = read-files, paths = [], format = " + "x".repeat(80) + "}"))
        .contains("is '" + "x".repeat(60) + "...' but must be");
  }

  @Test
  void twoRecordsOfOneNameAreRefused() {
    assertThatThrownBy(
            () -> TypeNames.of(Map.of(Step.class, List.of(Flatten.class, Flatten.class))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("have the same name");
    assertThatThrownBy(() -> TypeNames.of(Map.of(Source.class, List.of(Flatten.class))))
        .hasMessageContaining("BinderTest$Flatten does not implement interface");
  }

  private static String steps(String step) {
    return "transforms = [\n" + step + "\n]";
  }

  private static JobFile bind(String hocon) {
    ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription("bad.conf");
    Config resolved = ConfigFactory.parseString(hocon, options).resolve();
    return new Binder(NAMES).bind(resolved, JobFile.class);
  }

  private static String problemsOf(String hocon) {
    return catchThrowableOfType(InvalidConfigException.class, () -> bind(hocon)).problems().stream()
        .map(Problem::toString)
        .collect(joining("\n"));
  }
}
