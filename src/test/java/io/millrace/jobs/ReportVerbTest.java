package io.millrace.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.page.ParsedPage;
import io.millrace.jobs.page.ReportPage;
import io.millrace.transforms.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An index of many runs, whatever lies beside their reports. */
class ReportVerbTest {

  @TempDir private Path folder;

  private Lake lake() {
    return new Lake(folder);
  }

  private String call(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Verbs(new PrintStream(out, true, UTF_8)).run(Arguments.parse(args));
    return out.toString(UTF_8).replace(folder.toString(), "FOLDER");
  }

  private static String id(int run) {
    return String.format(Locale.ROOT, "20260101T00000%04dZ-0000abcd", run);
  }

  private static String report(String job, int run, String outcome, String more) {
    return String.format(
        Locale.ROOT,
        """
        {"job": "%s", "run": "%s", "outcome": "%s", "started": "2026-01-01T00:00:%02dZ",
         "source": {"rows": %s}, "outputs": [{"target": "t", "steps": [], "written": %s, "rejected": %s}],
         "seconds": {"write": %s.5}%s}
        """,
        job,
        id(run),
        outcome,
        run,
        100 * run,
        100 * run - run,
        run,
        run,
        more);
  }

  private ParsedPage index() throws Exception {
    return ParsedPage.of(Files.readString(folder.resolve("index.html")));
  }

  @Test
  void everyRunNewestFirstByJob() throws Exception {
    lake().write("a/_millrace/runs/" + id(1) + ".json", report("load", 1, "succeeded", ""));
    lake()
        .write(
            "a/_millrace/runs/" + id(3) + ".json",
            report("load", 3, "failed", ",\"error\":\"disk full\""));
    lake().write("b/reports/" + id(2) + ".json", report("keep", 2, "succeeded", ""));
    lake().write("mine.json", report("load", 4, "running", ""));

    assertThat(call("report", lake().text("")))
        .isEqualTo("4 runs of 2 jobs: FOLDER/index.html\n  4 pages made\n");

    ParsedPage index = index();
    assertThat(index.all("h2")).containsExactly("load", "keep");
    assertThat(index.all("tr"))
        .containsExactly(
            "begunoutcomereadwrittenrejectedtime",
            "2026-01-01 00:00:04 UTC\u2026 not ended400396 staged44.5 s",
            "2026-01-01 00:00:03 UTC\u2715 failed300297 staged33.5 sdisk full",
            "2026-01-01 00:00:01 UTC\u2713 succeeded1009911.5 s",
            "begunoutcomereadwrittenrejectedtime",
            "2026-01-01 00:00:02 UTC\u2713 succeeded20019822.5 s");
    List<String> pages = index.attributes("a", "href");
    assertThat(pages)
        .containsExactly(
            "./mine.html",
            "./a/_millrace/runs/" + id(3) + ".html",
            "./a/_millrace/runs/" + id(1) + ".html",
            "./b/reports/" + id(2) + ".html");
    for (String page : pages) {
      Path file = folder.resolve(page);
      String json = file.getFileName().toString().replace("html", "json");
      assertThat(file).hasContent(ReportPage.of(Files.readString(file.resolveSibling(json)), json));
    }
    assertThat(index.text())
        .contains("3 runs, from 2026-01-01 00:00:01 UTC to 2026-01-01 00:00:04 UTC");
    assertThat(index.all("title"))
        .contains(
            "2026-01-01 00:00:03 UTC, failed, 300",
            "2026-01-01 00:00:03 UTC, failed, 3",
            "2026-01-01 00:00:03 UTC, failed, 3.5 s");
    assertThat(index.all("figcaption"))
        .startsWith(
            "Rows read latest 400, most 400",
            "Rows rejected latest 4, most 4",
            "Time latest 4.5 s, most 4.5 s");
  }

  @Test
  void whatIsNoReportIsNamedAndDoesNoHarm() throws Exception {
    lake().write("good.json", report("load", 1, "succeeded", ""));
    lake().write(id(2) + ".json", report("load", 2, "succeeded", "").substring(0, 90));
    lake().write("data.json", "{\"name\": \"Ann\"}", "{\"name\": \"Bob\"}");
    lake().write("list.json", "[1]");
    lake().write("secret.json", "{\"a\": ann@example.com}");
    lake().write("latin.json", new byte[] {'"', (byte) 0xE4, '"'});
    lake().write("empty.json", new byte[0]);
    lake().write("<b>\u202E.json", "{}");
    lake().write("_hidden.json", "x");
    lake().write("sub/data.json", "x");
    lake().write("year=2026/" + id(3) + ".json", "x");
    lake().write("ledger/lock/" + id(4) + ".json", "x");
    lake().write("a/_millrace/" + id(5) + ".json", "x");
    lake().write("a/_millrace/staged/" + id(6) + ".json", "x");

    String said = call("report", lake().text(""));

    assertThat(said.lines().skip(2))
        .allMatch(line -> line.startsWith("  note: "))
        .map(line -> line.substring(8))
        .containsExactlyInAnyOrder(
            id(2) + ".json is no JSON (line 2); was it cut off?",
            "data.json is no JSON (line 2); was it cut off?",
            "list.json is JSON, but no run report: it lacks job, run or outcome",
            "secret.json is no JSON (line 1); was it cut off?",
            "latin.json is no JSON (line 1); was it cut off?",
            "empty.json is empty",
            "<b>\u202E.json is JSON, but no run report: it lacks job, run or outcome");
    assertThat(said).startsWith("1 run of 1 job: ").doesNotContain("ann@", "Ann");
    assertThat(index().all("li"))
        .hasSize(7)
        .contains(
            "<b>\u27E8U+202E\u27E9.json is JSON, but no run report: it lacks job, run or outcome");
    assertThat(lake().everything("").keySet().stream().filter(name -> name.endsWith(".html")))
        .containsExactlyInAnyOrder("index.html", "good.html");
  }

  /** As Windows' editor saves it. */
  @ParameterizedTest
  @CsvSource({"UTF-8, EFBBBF", "UTF-16LE, FFFE", "UTF-16BE, FEFF"})
  void aReportThatWasSavedByAnEditorIsOneToo(String charset, String mark) throws Exception {
    byte[] text = report("load", 1, "succeeded", "").getBytes(charset);
    byte[] begin = HexFormat.of().parseHex(mark);
    byte[] all = Arrays.copyOf(begin, begin.length + text.length);
    System.arraycopy(text, 0, all, begin.length, text.length);
    lake().write(id(1) + ".json", all);
    assertThat(call("report", lake().text("")))
        .isEqualTo("1 run of 1 job: FOLDER/index.html\n  1 page made\n");
    assertThat(lake().path(id(1) + ".html")).content().contains("load");
  }

  /** Root may look into everything. */
  @Test
  void aFolderThatMayNotBeLookedIntoIsNamed() throws Exception {
    lake().write("good.json", report("load", 1, "succeeded", ""));
    lake().write("closed/" + id(2) + ".json", report("load", 2, "succeeded", ""));
    lake().write("_temporary/" + id(3) + ".json", report("load", 3, "succeeded", ""));
    List<String> problems = new ArrayList<>();
    List<FoundReport> found =
        FoundReport.below(
            new org.apache.hadoop.fs.Path(folder.toString()), new Closed("closed"), problems);
    assertThat(found).extracting(FoundReport::name).containsExactly("good.json");
    assertThat(problems).containsExactly("closed cannot be looked into: Permission denied");
  }

  /** A file system of which one folder is not everybody's. */
  private static final class Closed extends RawLocalFileSystem {
    private final String name;

    Closed(String name) throws IOException {
      this.name = name;
      initialize(URI.create("file:///"), new Configuration(false));
    }

    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path path) throws IOException {
      if (path.getName().equals(name)) {
        throw new AccessControlException("Permission denied");
      }
      return super.listStatus(path);
    }
  }

  @Test
  void aPageIsMadeWhereItLacksOrIsOlderThanItsReport() throws Exception {
    String run = id(1) + ".html";
    lake().write(id(1) + ".json", report("load", 1, "succeeded", ""));
    lake().write("mine.json", report("load", 2, "succeeded", ""));
    call("report", lake().text(""));
    Map<String, String> made = lake().everything("");

    assertThat(call("report", lake().text(""))).doesNotContain("made");
    assertThat(lake().everything("")).isEqualTo(made);

    lake().write(run, "old");
    lake().write("mine.html", "somebody's");
    for (String page : List.of(run, "mine.html")) {
      Files.setLastModifiedTime(lake().path(page), FileTime.fromMillis(0));
    }
    assertThat(call("report", lake().text(""))).contains("1 page made");
    assertThat(lake().path(run)).content().contains("load");
    assertThat(lake().path("mine.html")).hasContent("somebody's");
  }

  @Test
  void hostileNamesOfJobsAreText() throws Exception {
    String name = "</title><script>alert(1)</script>\u202E\\n\\\"";
    lake().write(id(1) + ".json", report(name, 1, name, ",\"error\": \"" + name + "\""));
    call("report", lake().text(""));
    assertThat(index().all("h2"))
        .containsExactly("</title><script>alert(1)</script>\u27E8U+202E\u27E9\n\"");
  }

  @Test
  void tablesOfOneJobHaveTheirPlace() throws Exception {
    lake().write("t/" + id(1) + ".json", report("copy a", 1, "succeeded", ""));
    lake()
        .write(
            "_reports/tables.json",
            "{\"a\": {\"outcome\": \"succeeded\", \"run\": \"%s\", \"report\": \"x\", \"error\": \"\"},"
                .formatted(id(1)),
            " \"b\": {\"outcome\": \"failed\", \"run\": \"r\", \"report\": \"y.json\", \"error\": \"no file\"}}");
    call("report", lake().text(""));
    assertThat(index().all("h2")).containsExactly("Tables of _reports/tables.json", "copy a");
    assertThat(index().all("tr"))
        .startsWith(
            "tablelast runwhyreport", "a\u2713 succeeded" + id(1), "b\u2715 failedno filey.json");
    assertThat(index().attributes("a", "href")).startsWith("./t/" + id(1) + ".html");
  }

  @Test
  void whatCannotBeDoneIsSaid() {
    assertThatThrownBy(() -> call("report"))
        .isInstanceOf(InvalidCommandException.class)
        .hasMessageContaining("report needs the folder that run reports lie in or below");
    assertThatThrownBy(() -> call("report", lake().text("none")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("cannot make an index of " + folder + "/none: ");
    lake().write("a.json", "x");
    assertThatThrownBy(() -> call("report", lake().text("a.json")))
        .hasMessageEndingWith("it is a file; give the folder that the reports lie in");
    assertThatThrownBy(() -> call("report", lake().text("")))
        .hasMessageStartingWith("there is no run report in ")
        .hasMessageEndingWith("a.json is no JSON (line 1); was it cut off?");
    lake().write("index.html", "<h1>My pages</h1>");
    assertThatThrownBy(() -> call("report", lake().text("")))
        .hasMessageEndingWith(
            "index.html is not one that Millrace made; move it away, or give another folder");
    assertThat(lake().path("index.html")).hasContent("<h1>My pages</h1>");
  }
}
