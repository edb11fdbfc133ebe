package io.millrace.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.Config;
import io.millrace.transforms.Default;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobFilesTest {

  private static final Map<String, String> NONE = Map.of();
  private static final Map<String, String> VARIABLES = Map.of("REGION", "eu-1", "RETRIES", "many");

  record Source(String path, int retries, @Default("x") String region) {}

  record JobFile(Source source) {}

  record SparkFile(Map<String, String> spark) {}

  @TempDir Path folder;

  @Test
  void theCommandLineWinsOverTheJobFileAndThatOverTheEnvironmentFile() throws IOException {
    write("env.conf", "a = env, b = env, c = env, nested { x = env, y = env }");
    write("job.conf", "b = job, c = job, nested { y = job }");

    Config config = load("env.conf", "job.conf", Map.of("c", "set", "nested.z", "set"));

    assertThat(config.getString("a")).isEqualTo("env");
    assertThat(config.getString("b")).isEqualTo("job");
    assertThat(config.getString("c")).isEqualTo("set");
    assertThat(config.getConfig("nested").root().unwrapped())
        .isEqualTo(Map.of("x", "env", "y", "job", "z", "set"));
  }

  @Test
  void theyWinHoweverAKeyWithDotsIsSpelled() throws IOException {
    write("env.conf", "spark { \"a.b\" = env, c.d = env, \"e.f\" = env, \"g.h\" = env }");
    write("job.conf", "spark { a.b = job, \"c.d\" = job, \"i.k\" = job }");
    Map<String, String> settings =
        Map.of("spark.e.f", "set", "spark.i.k", "set", "spark.a.l", "set");

    assertThat(
            new Binder(TypeNames.of(Map.of()))
                .bind(load("env.conf", "job.conf", settings), SparkFile.class)
                .spark())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "a.b", "job", "c.d", "job", "e.f", "set", "g.h", "env", "i.k", "set", "a.l",
                "set"));
  }

  @Test
  void substitutionsSeeTheVariablesOfEveryLayer() throws IOException {
    write("env.conf", "vars { lake = lake }");
    write("job.conf", "vars { day = 1 }\npath = ${vars.lake}\"/\"${vars.day}\"/\"${REGION}");

    assertThat(load("env.conf", "job.conf", Map.of("vars.day", "2024-05-01")).getString("path"))
        .isEqualTo("lake/2024-05-01/eu-1");
  }

  @Test
  void aJobFileMayAddToWhatTheEnvironmentFileSays() throws IOException {
    write("env.conf", "list = [a]");
    write("job.conf", "list = ${list} [b]");

    assertThat(load("env.conf", "job.conf", NONE).getStringList("list")).containsExactly("a", "b");
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(
      strings = {
        "s3a://bucket/x",
        "a,b",
        "a,b=c",
        "",
        " ",
        "a b",
        "x # y",
        "lake//raw",
        "[a-z]+",
        "{",
        "it's",
        "a = b",
        "k: v",
        "C:\\x",
        "1.2.3",
        "ü",
        "?",
        "*",
        "dt=2024-05-01/x",
        "a\nb = c"
      })
  void aSettingThatIsNotHoconIsText(String text) throws IOException {
    write("job.conf", "it = 1");

    assertThat(load("job.conf", Map.of("it", text)).getString("it")).isEqualTo(text);
  }

  @Test
  void aSettingMayBeAnyHoconValue() throws IOException {
    write("job.conf", "vars.lake = l");
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("number", "-5");
    settings.put("truth", "true");
    settings.put("list", "[a, \"s3a://b\"]");
    settings.put("object", "{ a = 1 }");
    settings.put("object.b", "2");
    settings.put("quoted", "\"a # b\"");
    settings.put("path", "${vars.lake}\"/x\"");

    Config config = load("job.conf", settings);

    assertThat(config.root().unwrapped())
        .containsEntry("number", -5)
        .containsEntry("truth", true)
        .containsEntry("list", List.of("a", "s3a://b"))
        .containsEntry("object", Map.of("a", 1, "b", 2))
        .containsEntry("quoted", "a # b")
        .containsEntry("path", "l/x");
  }

  @Test
  void namesTheSettingOrTheVariableThatIsWrong() throws IOException {
    write("env.conf", "vars.retries = few");
    write(
        "job.conf",
        """
        source {
          paht = x
          retries = ${RETRIES}
        }
        """);

    assertThatThrownBy(
            () -> bind("env.conf", "job.conf", Map.of("source.path", "[]", "sorce.path", "y")))
        .hasMessage(
            """
            4 problems in the job configuration:
              1. source.paht: unknown key; did you mean 'path'?  (job.conf: 2)
              2. sorce: unknown key; did you mean 'source'?  (--set sorce.path)
              3. source.path: is a list but must be text  (--set source.path)
              4. source.retries: is 'many' but must be a whole number\
              (environment variable RETRIES)""");
  }

  @Test
  void problemsOfTheEnvironmentFileComeFirst() throws IOException {
    write("z-env.conf", "\n\n\n\nsource.retries = few");
    write("a-job.conf", "source {\n  regoin = x\n}");

    assertThatThrownBy(() -> bind("z-env.conf", "a-job.conf", Map.of("source.region", "[]")))
        .hasMessage(
            """
            4 problems in the job configuration:
              1. source.retries: is 'few' but must be a whole number  (z-env.conf: 5)
              2. source.path: is required (text)  (a-job.conf: 1)
              3. source.regoin: unknown key; did you mean 'region'?  (a-job.conf: 2)
              4. source.region: is a list but must be text  (--set source.region)""");
  }

  @Test
  void aValueBuiltFromVariablesIsShownWhereItIsBuilt() throws IOException {
    write("job, final.conf", "vars.r = 1\nsource.path = x\nsource.retries = ${vars.r}\"x\"");

    assertThat(problemsOf("job, final.conf", NONE))
        .isEqualTo("source.retries: is '1x' but must be a whole number  (job, final.conf: 3)");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          path = s3a://x      | Expecting end of input or a comma, got ':'; put text that has such characters in double quotes
          password = "hunter2 | End of input but string quote was still open
          password hunter2    | a key may not be followed by end of file; write key = value
          a = hunter2 { b: 1 } | text, lists and objects cannot be joined to one value; is a comma missing?
          a = ${x             | Substitution ${ was not closed with a }
          """)
  void reportsASyntaxErrorWithItsLineAndWithoutValues(String hocon, String message)
      throws IOException {
    write("job.conf", "# comment\n" + hocon);

    assertThat(problemsOf("job.conf", NONE))
        .isEqualTo("is not HOCON: " + message + "  (job.conf: 2)");
  }

  @Test
  void doesNotShowAVariableThatCannotBeJoined() throws IOException {
    write("job.conf", "\na = ${REGION} { b = 1 }");

    assertThat(problemsOf("job.conf", NONE))
        .startsWith("text, lists and objects cannot be joined to one value")
        .doesNotContain("eu-1");
  }

  @Test
  void refusesAFileThatIsAList() throws IOException {
    write("job.conf", "\n[a, b]");

    assertThat(problemsOf("job.conf", NONE)).startsWith("is not HOCON: ").endsWith("(job.conf: 2)");
  }

  @Test
  void saysWhereATextHasAHole() throws IOException {
    write("job.conf", "source {\n  path = \"a/\"${vars.day}\"/b\"\n}");

    assertThat(problemsOf("job.conf", NONE))
        .isEqualTo(
            "${vars.day} has no value; define it in 'vars', or give it with --vars.day"
                + "  (job.conf: 2)");
  }

  @Test
  void reportsEverySubstitutionWithoutAValue() throws IOException {
    write(
        "job.conf",
        """
        vars { region = x }
        a = ${HASH_KEY}
        b = ${vars.regoin}
        c = ${vars.hour}
        d = ${region}
        e = ${REGOIN}
        f = ${?OPTIONAL}
        g = ${other.thing}
        """);

    assertThat(problemsOf("job.conf", NONE))
        .isEqualTo(
            """
            ${HASH_KEY} has no value; set the environment variable HASH_KEY, or define the key\
              (job.conf: 2)
            ${vars.regoin} has no value; did you mean ${vars.region}?  (job.conf: 3)
            ${vars.hour} has no value; define it in 'vars', or give it with --vars.hour\
              (job.conf: 4)
            ${region} has no value; did you mean ${vars.region}?  (job.conf: 5)
            ${REGOIN} has no value; did you mean ${REGION}?  (job.conf: 6)
            ${other.thing} has no value; no file defines this key  (job.conf: 8)""");
  }

  @Test
  void reportsACircle() throws IOException {
    write("job.conf", "\na = ${b}\nb = ${a}");

    assertThat(problemsOf("job.conf", NONE))
        .matches("\\$\\{[ab]} refers to itself in a circle  \\(job.conf: [23]\\)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "include \"other.conf\"",
        "include file(\"other.conf\")",
        "include required(file(\"other.conf\"))",
        "include classpath(\"other.conf\")",
        "x { include \"other.conf\" }"
      })
  void refusesIncludes(String include) throws IOException {
    write("other.conf", "a = 1");
    write("job.conf", "b = 1\n" + include);

    assertThat(problemsOf("job.conf", NONE))
        .isEqualTo(
            "cannot include 'other.conf': job files include nothing; give shared values with"
                + " --environment  (job.conf: 2)");
  }

  @Test
  void refusesIncludesByUrlAndOnTheCommandLine() throws IOException {
    write("job.conf", "include url(\"http://localhost:1/x.conf\")");
    assertThat(problemsOf("job.conf", Map.of("a", "{ include \"b.conf\" }")))
        .contains("cannot include 'http://localhost:1/x.conf'", "(job.conf: 1)")
        .contains("cannot include 'b.conf'", "(--set a)");
  }

  @Test
  void reportsFilesThatCannotBeUsed() throws IOException {
    Files.createDirectory(folder.resolve("dir"));
    write("empty.conf", "# nothing\n");
    Files.write(folder.resolve("latin.conf"), "name = é".getBytes(StandardCharsets.ISO_8859_1));
    write("lossy.conf", "a = 1\nb = \uFFFD");

    assertThat(problemsOf("gone.conf", NONE))
        .isEqualTo(
            "no such file; check the path, which starts at the working directory unless it is"
                + " absolute  (gone.conf)");
    assertThat(problemsOf("dir", NONE))
        .isEqualTo("is a directory; give the path of one file  (dir)");
    assertThat(problemsOf("empty.conf", NONE))
        .isEqualTo(
            "is empty; a job says at least where its rows come from and where they go"
                + "  (empty.conf)");
    assertThat(problemsOf("latin.conf", NONE))
        .isEqualTo("is not UTF-8 text; save the file as UTF-8  (latin.conf)");
    assertThat(problemsOf("lossy.conf", NONE))
        .isEqualTo("is not UTF-8 text; save the file as UTF-8  (lossy.conf: 2)");
  }

  @Test
  void reportsProblemsOfBothFilesAtOnce() throws IOException {
    write("job.conf", "a = }");

    assertThatThrownBy(() -> load("gone.conf", "job.conf", NONE))
        .hasMessageStartingWith("2 problems in the job configuration:\n  1. no such file")
        .hasMessageContaining("  2. is not HOCON");
  }

  @Test
  void otherFailuresOfAFileSystemAreToldInItsWordsButWithoutCredentials() {
    Reads failing =
        location -> {
          throw new IOException("403 from " + location);
        };

    assertThatThrownBy(
            () -> new JobFiles(failing, NONE).load(Optional.empty(), "s3a://me:pw@b/j.conf", NONE))
        .hasMessageEndingWith(
            "1. cannot be read: 403 from s3a://me:****@b/j.conf  (s3a://me:****@b/j.conf)");
  }

  @Test
  void aByteOrderMarkIsNotPartOfTheFirstKey() throws IOException {
    write("job.conf", "\uFEFFa = 1");

    assertThat(load("job.conf", NONE).getInt("a")).isEqualTo(1);
  }

  @Test
  void refusesVariablesThatNoFileKnows() throws IOException {
    write("env.conf", "vars { lake = x, nested { deep = 1 } }");
    write("job.conf", "vars { raw = x }, path = ${vars.day}");

    assertThatThrownBy(() -> load("env.conf", "job.conf", Map.of("vars.rwa", "y", "vars.day", "1")))
        .hasMessage(
            "1 problem in the job configuration:\n"
                + "  1. vars.rwa: no file defines or uses this variable; did you mean 'raw'?"
                + "  (--vars.rwa)");
    assertThatCode(
            () ->
                load(
                    "env.conf",
                    "job.conf",
                    Map.of(
                        "vars.lake",
                        "y",
                        "vars.day",
                        "1",
                        "vars.nested.deep",
                        "2",
                        "vars.raw",
                        "")))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesSettingsThatAreNoKeys() throws IOException {
    write("job.conf", "a = 1");

    assertThat(problemsOf("job.conf", Map.of("a..b", "1")))
        .isEqualTo("'a..b' is not a key; keys look like source.path  (--set a..b)");
    assertThat(problemsOf("job.conf", Map.of("", "1")))
        .isEqualTo("'' is not a key; keys look like source.path  (--set )");
    assertThat(problemsOf("job.conf", Map.of("a", "s3a://${vars.bucket}/x")))
        .isEqualTo(
            "a: cannot be read; put quotes around the parts outside of ${...}, as in"
                + " \"s3a://\"${vars.bucket}\"/x\"  (--set a)");
  }

  @Test
  void systemPropertiesAndTheClassPathHaveNoSay() throws IOException {
    write("job.conf", "home = ${?user.home}, b = 1");

    assertThat(load("job.conf", NONE).root().keySet()).containsExactly("b");
  }

  @Test
  void readsTheEnvironmentOfTheProcess() throws IOException {
    write("job.conf", "ip = ${SPARK_LOCAL_IP}");

    Config config = new JobFiles(this::read).load(Optional.empty(), "job.conf", NONE);
    assertThat(config.getString("ip")).isEqualTo("127.0.0.1");
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  private String read(String location) throws IOException {
    return Files.readString(folder.resolve(location));
  }

  private Config load(String job, Map<String, String> settings) {
    return new JobFiles(this::read, VARIABLES).load(Optional.empty(), job, settings);
  }

  private Config load(String environment, String job, Map<String, String> settings) {
    return new JobFiles(this::read, VARIABLES).load(Optional.of(environment), job, settings);
  }

  private JobFile bind(String environment, String job, Map<String, String> settings) {
    return new Binder(TypeNames.of(Map.of())).bind(load(environment, job, settings), JobFile.class);
  }

  private String problemsOf(String job, Map<String, String> settings) {
    InvalidConfigException wrong =
        catchThrowableOfType(
            InvalidConfigException.class,
            () -> new Binder(TypeNames.of(Map.of())).bind(load(job, settings), JobFile.class));
    return String.join("\n", wrong.problems().stream().map(Object::toString).toList());
  }
}
