package io.millrace.jobs.page;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.notebooks.BarChart;
import io.millrace.notebooks.LineChart;
import io.millrace.notebooks.StateMap;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages and charts in a real browser, whose every request would pass this test. */
class BrowserTest {

  private static final String HOSTILE =
      "\"><img src=http://outside.example/a onerror=\"document.title='ran'\"><script>document.title='ran'</script>"
          + "<iframe src='http://outside.example/b'></iframe><style>@import 'http://outside.example/c'</style>"
          + "' onload='document.title=1 \u202E\u05E9\u05DC\u05D5\u05DD";

  /** Tells the page around it of every text that has no room. */
  private static final String MEASURE =
      """
      addEventListener('load', () => {
        document.querySelectorAll('details').forEach(one => one.open = true);
        const all = selector => [...document.querySelectorAll(selector)];
        const wide = all('html, body *:not(svg *)').filter(one =>
            one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0
            && !/auto|scroll/.test(getComputedStyle(one).overflowX));
        const cut = all('svg text').filter(one => {
            const text = one.getBoundingClientRect(), all = one.closest('svg').getBoundingClientRect();
            return text.left < all.left - 1 || text.right > all.right + 1
                || text.top < all.top - 1 || text.bottom > all.bottom + 1;
        });
        const said = [...wide, ...cut].map(one => one.tagName + ' ' + one.textContent);
        parent.postMessage(name + ': ' + said.join(', '), '*');
      });
      """;

  @TempDir private Path folder;

  /** What was asked for, by the first lines of requests. */
  private record Proxy(ServerSocket socket, ConcurrentLinkedQueue<String> asked)
      implements AutoCloseable {

    static Proxy start() throws IOException {
      Proxy proxy =
          new Proxy(
              new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
              new ConcurrentLinkedQueue<>());
      Thread thread = new Thread(proxy::serve, "proxy");
      thread.setDaemon(true);
      thread.start();
      return proxy;
    }

    private void serve() {
      while (!socket.isClosed()) {
        try (Socket client = socket.accept()) {
          // Browsers open connections in advance, and say nothing on them.
          client.setSoTimeout(500);
          BufferedReader in =
              new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
          asked.add(String.valueOf(in.readLine()));
          client
              .getOutputStream()
              .write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
        } catch (IOException e) {
          asked.add(e.getMessage());
        }
      }
    }

    List<String> outside() {
      return asked.stream().filter(line -> line.contains("outside.example")).toList();
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Optional<Path> browser() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                    .map(path -> Path.of(path, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The document as the browser has it when all is loaded and run. */
  private String opened(String html, Proxy proxy) throws Exception {
    Path page = Files.writeString(folder.resolve("run.html"), html);
    Path dom = folder.resolve("dom");
    List<String> command = new ArrayList<>();
    command.add(browser().orElseThrow().toString());
    command.addAll(List.of("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"));
    command.addAll(List.of("--disable-dev-shm-usage", "--disable-background-networking"));
    command.addAll(List.of("--disable-component-update", "--disable-sync", "--disable-extensions"));
    command.add("--user-data-dir=" + folder.resolve("profile"));
    command.add("--proxy-server=http://127.0.0.1:" + proxy.socket().getLocalPort());
    command.addAll(List.of("--virtual-time-budget=2000", "--dump-dom", page.toUri().toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(dom.toFile())
            .redirectError(folder.resolve("log").toFile())
            .start();
    boolean ended = process.waitFor(3, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).as("the browser ended").isTrue();
    return Files.readString(dom, UTF_8);
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(one -> one.group(1)).toList();
  }

  @BeforeAll
  static void needBrowser() {
    if (System.getenv("CI") == null) {
      assumeTrue(browser().isPresent(), "no page is opened: apt-get install chromium");
    }
    assertThat(browser()).as("chromium is needed: .ci/run installs it").isPresent();
  }

  private static String index(JsonNode... reports) {
    IndexPage index = new IndexPage();
    for (JsonNode report : reports) {
      assertThat(index.add(report, "runs/run.html")).isTrue();
    }
    return index.html("lake");
  }

  /** As a notebook shows them: without a policy, and with labels that are wide. */
  private static String charts(String text) {
    Map<LocalDate, Double> line =
        Map.of(LocalDate.of(2018, 1, 1), 2e6, LocalDate.of(2018, 12, 31), 8e6);
    return "<!DOCTYPE html><html><head><title>charts</title></head><body>"
        + new BarChart(text, text, text, List.of(new BarChart.Bar(text, 4e6)))
        + new BarChart("x", "day", "rows", List.of(new BarChart.Bar("2018-12-31", 8e8)))
        + new LineChart(text, text, Map.of(text, line))
        + new StateMap(text, text, Map.of("WA", 3.21e6, "ME", 4.44e6, text, 1.0))
        + "</body></html>";
  }

  @Test
  void hostileTextIsTextNothingRunsAndNobodyIsAsked() throws Exception {
    JsonNode report = HostileTextTest.changed(new ObjectMapper().readTree(Reports.RICH), HOSTILE);
    String html = ReportPage.of(report.toString(), "run.json");
    try (Proxy proxy = Proxy.start()) {
      // Without escaping and policy the same text runs and asks: the test would notice.
      String bare = opened("<!DOCTYPE html><title>x</title><p title=\"" + HOSTILE + "\">", proxy);
      assertThat(found("<title>(.*?)</title>", bare)).contains("ran");
      assertThat(proxy.outside()).isNotEmpty();
      proxy.asked().clear();

      String dom = opened(html, proxy);
      assertThat(proxy.outside()).isEmpty();
      ParsedPage page = ParsedPage.of(html);
      assertThat(found("<title>(.*?)</title>", dom))
          .singleElement()
          .asString()
          .contains("outside.example");
      assertThat(found("<([a-z][a-z0-9]*)[\\s>/]", dom)).isEqualTo(page.names());
      assertThat(found("<data value=\"(.*?)\"", dom))
          .isEqualTo(page.attributes("data", "value"))
          .hasSizeGreaterThan(10);

      for (String other : List.of(index(report), charts(HOSTILE))) {
        assertThat(opened(other, proxy)).contains("outside.example").doesNotContain("<title>ran");
        assertThat(proxy.outside()).isEmpty();
      }
    }
  }

  /** What each page tells, on a telephone and on a screen. */
  private List<String> measured(Map<String, String> pages) throws Exception {
    StringBuilder frames = new StringBuilder();
    for (Map.Entry<String, String> page : pages.entrySet()) {
      String open = page.getValue().replaceFirst("<meta http-equiv=\"Content-Security[^>]+>", "");
      String asked = open.replace("</body>", "<script>" + MEASURE + "</script></body>");
      Files.writeString(folder.resolve(page.getKey() + ".html"), asked);
      for (int width : new int[] {360, 1_000}) {
        frames.append(
            "<iframe name=\"%1$s, %2$s wide\" width=\"%2$s\" src=\"%1$s.html\"></iframe>"
                .formatted(page.getKey(), width));
      }
    }
    String listening =
        """
        <!DOCTYPE html><body><script>
        addEventListener('message', told => {
          const line = document.createElement('pre');
          line.textContent = told.data;
          document.body.append(line);
        });
        </script>
        """;
    try (Proxy proxy = Proxy.start()) {
      return found("(?s)<pre>(.*?)</pre>", opened(listening + frames, proxy)).stream()
          .sorted()
          .toList();
    }
  }

  @Test
  void noTextIsCutOff() throws Exception {
    ObjectMapper json = new ObjectMapper();
    JsonNode rich = json.readTree(Reports.RICH);
    JsonNode failed = json.readTree(Reports.FAILED);
    String cut =
        "<!DOCTYPE html><html><body><p style='overflow:hidden;white-space:nowrap;width:9px'>cut</p>"
            + "<svg viewBox='0 0 9 9' width='9'><text>out</text></svg></body></html>";
    assertThat(
            measured(
                Map.of(
                    "report",
                    ReportPage.of(rich.toString(), "run.json"),
                    "ended",
                    ReportPage.of(Reports.RECOUNTED, "run.json"),
                    "large",
                    ReportPage.of(
                        Reports.RICH
                            .replace("100000", "12345678901234")
                            .replace("97301", "9999999999999"),
                        "run.json"),
                    "index",
                    index(rich, failed, json.readTree(Reports.ACTIONS)),
                    "charts",
                    charts("post.example.com"),
                    "cut",
                    cut)))
        .containsExactly(
            "charts, 1000 wide: ",
            "charts, 360 wide: ",
            "cut, 1000 wide: P cut, text out",
            "cut, 360 wide: P cut, text out",
            "ended, 1000 wide: ",
            "ended, 360 wide: ",
            "index, 1000 wide: ",
            "index, 360 wide: ",
            "large, 1000 wide: ",
            "large, 360 wide: ",
            "report, 1000 wide: ",
            "report, 360 wide: ");
  }
}
