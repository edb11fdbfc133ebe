package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.support.Keys;
import io.millrace.support.SparkExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.ExplainMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs over personal data run in a Java of their own, which logs all it does, writes event logs and
 * explains every plan. Afterwards no value and no key is anywhere but where it may be.
 */
@ExtendWith(SparkExtension.class)
class LeakTest {

  private static final long SEED = 20261121;
  private static final int PEOPLE = 60;
  private static final String SCHEMA =
      "id int, name string, ssn string, card string, email string, phone string, ip string, password string, age int, zip string, born string";

  private static final String TAG =
      "{ type = tag-columns, columns { name = name, ssn = ssn, card = card, email = email, phone = phone, ip = ip, password = password, age = age, zip = zip, born = birth-date } }\n";
  private static final String HASH =
      """
      { type = hash-columns, columns { ssn = ssn, card = card_token, name = name, phone = phone }
        kinds { ssn = ssn, card = card, name = text, phone = phone }, keys { v1 = "KEY1", v2 = "KEY2" }, current = v2 }
      """;
  private static final String MASK =
      """
      { type = mask-columns, columns { card = last-four, email = domain-only, born = year-only, password = full } }
      { type = generalise, columns { age = age-band, zip = zip3 } }
      { type = network-only, columns = [ip] }
      """;
  private static final String COUNT =
      """
      { type = sql, query = "select card_token, zip, email, count(distinct ssn) as people, max(age) as age from input group by 1, 2, 3" }
      { type = deduplicate }
      """;

  /** Jobs of conf/ that handle cards and social security numbers. */
  private static final List<String> SHIPPED =
      List.of(
          "secure-userprofile",
          "hash-credentials",
          "restricted-profiles",
          "clean-customers",
          "customer-tokens");

  @TempDir private Path folder;

  private Lake lake() {
    return new Lake(folder);
  }

  /** The people, and in {@code leaks} all that is secret of them; some do not fit. */
  private void people(Leaks leaks, Leaks numbers) {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    StringBuilder text =
        new StringBuilder(SCHEMA.replaceAll(" \\w+,? ?", ",").replaceAll(",$", "") + "\n");
    StringBuilder profiles =
        new StringBuilder(
            "first_name,last_name,username,email,gender,ip_address,phone,zip,cc,password,ssn,age\n");
    for (int i = 0; i < PEOPLE; i++) {
      String name = word(random);
      String ssn =
          format(
              "%03d-%02d-%04d",
              100 + random.nextInt(500), 10 + random.nextInt(80), 1000 + random.nextInt(9000));
      String card = card(random);
      String email = word(random) + "@example.org";
      String phone =
          format(
              "+1-%d-%d-%04d",
              200 + random.nextInt(700), 200 + random.nextInt(700), random.nextInt(10_000));
      String ip =
          format(
              "10.%d.%d.%d",
              100 + random.nextInt(100), 100 + random.nextInt(100), 101 + random.nextInt(99));
      String password = word(random);
      String born =
          format(
              "19%02d-%02d-%02d",
              random.nextInt(100), 1 + random.nextInt(12), 1 + random.nextInt(28));
      text.append(
          String.join(
              ",",
              i % 20 == 19 ? "x" + i : "" + i,
              name,
              i % 20 == 18 ? ssn + "0" : ssn,
              card,
              i % 20 == 17 ? email + "@x" : email,
              phone,
              ip,
              password,
              "" + (20 + random.nextInt(70)),
              format("%05d", 10_000 + random.nextInt(80_000)),
              born));
      text.append("\n");
      numbers.value("ssn " + i, ssn).value("card " + i, card).value("password " + i, password);
      profiles.append(
          String.join(
              ",",
              name,
              name,
              "user" + i,
              email,
              "F",
              ip,
              phone,
              "10101",
              card,
              password,
              ssn,
              "35\n"));
      leaks.value("name " + i, name).value("ssn " + i, ssn).value("card " + i, card);
      leaks
          .value("email " + i, email)
          .value("phone " + i, phone)
          .value("ip " + i, ip)
          .value("password " + i, password);
    }
    lake().write("in/people.csv", text.toString());
    lake().write("in-shipped/userprofile/userprofile.csv", profiles.toString().strip());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < 14; i++) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    return word.toString();
  }

  /** Visa, with the check digit that fits. */
  private static String card(Random random) {
    StringBuilder digits = new StringBuilder("4");
    int sum = 8;
    for (int i = 1; i < 15; i++) {
      int digit = random.nextInt(10);
      digits.append(digit);
      sum += i % 2 == 0 ? digit / 5 + 2 * digit % 10 : digit;
    }
    return digits.append((10 - sum % 10) % 10).toString().replaceAll("(....)(?=.)", "$1-");
  }

  private void job(String name, String steps, String more, String outputMore) {
    lake()
        .write(
            "jobs/" + name + ".conf",
            ("""
            name = %1$s
            source { type = read-files, format = csv, path = "FOLDER/in", schema = "%2$s", options { header = true } }
            transforms = [
            %3$s ]
            outputs = [ { %5$s sink { type = write-files, path = "FOLDER/out/%1$s", compression = none, mode = overwrite } } ]
            reports = "FOLDER/reports/%1$s"
            %4$s
            """)
                .formatted(name, SCHEMA, steps, more, outputMore)
                .replace("FOLDER", folder.toString())
                .replace("KEY1", Keys.file(folder, 1).toString())
                .replace("KEY2", Keys.file(folder, 2).toString()));
  }

  private void jobs() {
    String bad = "rejects { path = \"FOLDER/bad/";
    job("protected", TAG + HASH + MASK + COUNT, bad + "protected\" }", "");
    job("untagged", HASH + MASK + COUNT, bad + "untagged\" }", "");
    job(
        "plain",
        "{ type = hash-columns, columns { name = name, ssn = ssn, card = card, email = email, phone = phone, ip = ip, password = password }, algorithm = sha-256 }\n",
        bad + "plain\" }",
        "");
    job("detected", TAG + "detect-pii", bad + "detected\" }", "");
    job(
        "joined",
        TAG
            + HASH
            + MASK
            + "{ type = rename, columns { ssn = token } }\n{ type = join, on { id = id }, with { type = prepared\n"
            + "source { type = read-files, format = csv, path = \"FOLDER/in\", schema = \""
            + SCHEMA
            + "\", options { header = true } }\n"
            + "transforms = [ { type = tag-columns, columns { ssn = ssn } }, { type = select, columns = [id, ssn] }, { type = mask-columns, columns { ssn = last-four }, on-invalid = \"null\" } ] } }",
        bad + "joined\" }",
        "");
    job(
        "half-way",
        TAG
            + HASH
            + MASK
            + "{ type = derive, columns { stop = \"if(id = 33, raise_error('half-way'), 1)\" } }",
        bad + "half-way\" }",
        "");
    job("first-reject", TAG + HASH + MASK, "", "");
    job(
        "too-many-rejects",
        TAG + HASH + MASK,
        "rejects { path = \"FOLDER/bad/too-many\", max-rejects = 1 }",
        "");
    job("unprotected", TAG + HASH, bad + "unprotected\" }", "");
    job("restricted", TAG, bad + "restricted\", restricted = true }", "restricted = true,");
  }

  /** What the child runs: each job planned, run and explained, and some that are shipped. */
  public static final class Child {
    private Child() {}

    /** All of them, in the folder that is given. */
    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      SparkSession spark = session(folder);
      org.slf4j.LoggerFactory.getLogger("org.apache.spark.sql.leaks").debug("the log is kept");
      try (Stream<Path> jobs = Files.list(folder.resolve("jobs"))) {
        for (Path job : jobs.sorted().toList()) {
          System.out.println("job " + job.getFileName());
          said(() -> System.out.println(call("plan", job.toString(), "--detect-pii")));
          said(() -> System.out.println(call("run", job.toString())));
          said(() -> explain(Lake.bound(job, Map.of()).pipeline(), spark));
        }
      }
      for (String name : SHIPPED) {
        System.out.println("job " + name);
        Map<String, String> settings = new HashMap<>();
        settings.put("vars.raw", folder.resolve("in-shipped").toString());
        settings.put("vars.curated", folder.resolve("shipped").toString());
        if (name.equals("customer-tokens")) {
          settings.put("vars.key", "file:" + folder.resolve("key-1"));
        }
        Pipeline job = Lake.shipped(name + ".conf", settings);
        said(() -> job.run(spark));
        said(() -> explain(job, spark));
      }
      spark.stop();
      System.out.println("end");
    }

    private static SparkSession session(Path folder) throws IOException {
      Files.createDirectories(folder.resolve("events"));
      return SparkSession.builder()
          .master("local[2]")
          .config("spark.ui.enabled", "false")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.sql.shuffle.partitions", "2")
          .config("spark.eventLog.enabled", "true")
          .config("spark.eventLog.compress", "false")
          .config("spark.eventLog.dir", folder.resolve("events").toUri().toString())
          .config("spark.local.dir", folder.resolve("local").toString())
          .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
          .getOrCreate();
    }

    private static String call(String... args) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      new Verbs(new PrintStream(out, true, StandardCharsets.UTF_8)).run(Arguments.parse(args));
      return out.toString(StandardCharsets.UTF_8);
    }

    private static void explain(Pipeline pipeline, SparkSession spark) {
      try (Flow flow = new Flow(pipeline, spark, false, Instant.EPOCH, Intake.ALL)) {
        for (Flow.Branch branch : flow.branches()) {
          for (String mode : List.of("simple", "extended", "codegen", "cost", "formatted")) {
            System.out.println(
                branch.rows().queryExecution().explainString(ExplainMode.fromString(mode)));
          }
        }
      }
    }

    /** With all that an exception says, its causes and their stacks. */
    private static void said(Runnable work) {
      try {
        work.run();
      } catch (RuntimeException e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        System.out.println("failed: " + text);
      }
    }
  }

  private String runAll() throws Exception {
    Path log =
        lake()
            .write(
                "log4j2.properties",
                "appender.file.type = File",
                "appender.file.name = file",
                "appender.file.fileName = " + folder + "/driver.log",
                "appender.file.layout.type = PatternLayout",
                "appender.file.layout.pattern = %p %c{1}: %m%n%ex",
                "rootLogger.level = info",
                "rootLogger.appenderRef.file.ref = file",
                "logger.sql.name = org.apache.spark.sql",
                "logger.sql.level = debug");
    Files.createDirectories(folder.resolve("temp"));
    ChildJvm child =
        ChildJvm.start(
            folder,
            Child.class,
            List.of(
                "-Dmillrace.basedir=" + Lake.PROJECT,
                "-Dlog4j2.configurationFile=" + log,
                "-Djava.io.tmpdir=" + folder.resolve("temp")),
            folder.toString());
    return child.said();
  }

  @Test
  void noValueAndNoKeyIsAnywhereButWhereItMayBe(SparkSession spark) throws Exception {
    Leaks leaks = new Leaks();
    Leaks numbers = new Leaks();
    people(leaks, numbers);
    for (int key : List.of(1, 2)) {
      leaks.key("key " + key, HexFormat.of().parseHex(Keys.hex(key)));
    }
    jobs();

    String said = runAll();

    assertThat(said).as("all of it ran").endsWith("end\n");
    assertThat(said.split("\nfailed: ", -1)).as("what failed").hasSize(1 + failures());
    for (String name :
        List.of("protected", "untagged", "plain", "joined", "detected", "restricted")) {
      assertThat(lake().rows(spark, "out/" + name).count()).as(name).isPositive();
    }
    for (String name : List.of("protected", "untagged", "plain", "joined", "restricted")) {
      assertThat(lake().rows(spark, "bad/" + name).count()).as("rejects of " + name).isPositive();
    }
    assertThat(said).contains("half-way", "Physical Plan", "Generated code", "is not protected");
    assertThat(
            leaks.below(
                folder,
                spark,
                "in/",
                "in-shipped/",
                "key-",
                "out/restricted/",
                "bad/restricted/",
                "shipped/"))
        .isEmpty();
    for (String hashed : List.of("userprofile-secure", "clean-customers", "customer-tokens")) {
      Path shipped = folder.resolve("shipped").resolve(hashed);
      assertThat(spark.read().parquet(shipped.toString()).count()).as(hashed).isEqualTo(PEOPLE);
      assertThat(numbers.below(shipped, spark)).as(hashed).isEmpty();
    }
    theSearchFinds(leaks, numbers, spark);
  }

  /** Jobs that fail when run, and one that also fails when planned and has its plan explained. */
  private static int failures() {
    return List.of("half-way", "first-reject", "too-many-rejects", "unprotected", "unprotected")
        .size();
  }

  /** Else nothing would be proved. */
  private void theSearchFinds(Leaks leaks, Leaks numbers, SparkSession spark) throws IOException {
    assertThat(Files.readString(folder.resolve("driver.log"))).contains("the log is kept");
    try (Stream<Path> events = Files.walk(folder.resolve("events"))) {
      assertThat(events.filter(Files::isRegularFile).toList())
          .isNotEmpty()
          .anySatisfy(
              file ->
                  assertThat(Files.readString(file)).contains("SparkListenerSQLExecutionStart"));
    }
    assertThat(leaks.below(folder.resolve("out/restricted"), spark))
        .anyMatch(leak -> leak.endsWith(": ssn 0 plain"))
        .anyMatch(leak -> leak.endsWith(": card 5 plain"))
        .anyMatch(leak -> leak.endsWith(": password 50 plain"));
    assertThat(numbers.below(folder.resolve("shipped/userprofile-hashed"), spark))
        .anyMatch(leak -> leak.endsWith(": card 7 plain"));
    assertThat(leaks.below(folder.resolve("bad/restricted"), spark))
        .anyMatch(leak -> leak.endsWith(": ssn 19 plain"));
    assertThat(leaks.below(folder, spark, "in", "out/", "bad/", "shipped/"))
        .anyMatch(leak -> leak.startsWith("key-1: key 1 hex"));
    Files.write(folder.resolve("planted"), HexFormat.of().parseHex(Keys.hex(2)));
    assertThat(leaks.below(folder, spark, "in", "out/", "bad/", "shipped/"))
        .contains("planted: key 2 raw");
  }
}
