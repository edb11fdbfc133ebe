package io.millrace.jobs.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text in a report stays text: in every place of every page, and as a file name. */
class HostileTextTest {

  private static final List<String> HOSTILE =
      List.of(
          "<script>alert(1)</script>",
          "</style><script>alert(1)</script>",
          "</title></head><body onload=alert(1)>",
          "\"><img src=x onerror=alert(1)>",
          "' onmouseover='alert(1)",
          "javascript:alert(1)",
          "http://127.0.0.1/x",
          "<!-- ]]> -->",
          "&lt;b&gt; &amp; &#60;",
          "a\nb\tc\r\nd",
          "abc\u202Egnp.exe",
          "\u2066hidden\u2069 \u200B\u00AD\uFEFF",
          "\u0000\u001B[31m\u0007\u007F\u0085",
          "half \uD83D and \uDE00 of one \uD83D\uDE00",
          "\uFFFE\uFFFF\u2028\u2029",
          "`,`` STRUCT<",
          "\u05E9\u05DC\u05D5\u05DD \u0645\u0631\u062D\u0628\u0627");

  static List<String> hostile() {
    return HOSTILE;
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void textStaysTextWhereverItStands(String text) throws Exception {
    for (String kind : ReportPageTest.kinds().toList()) {
      JsonNode tree = new ObjectMapper().readTree(kind);
      ParsedPage plain = ParsedPage.of(ReportPage.of(changed(tree, "x").toString(), "x.json"));
      String html = ReportPage.of(changed(tree, text).toString(), text);
      ParsedPage page = ParsedPage.of(html);
      // A rule with a colon names a step and a condition, a place ends at a blank: that makes other
      // words.
      boolean placed =
          kind.equals(Reports.RECOUNTED) && text.chars().anyMatch(Character::isWhitespace);
      if (placed || text.contains(":")) {
        assertThat(allowed()).containsAll(page.names());
      } else {
        assertThat(page.names()).isEqualTo(plain.names());
        assertThat(page.attributes()).isEqualTo(plain.attributes());
      }
      assertThat(page.text("h1")).isEqualTo(shown(text));
      assertThat(html.codePoints().filter(HostileTextTest::isHidden).toArray()).isEmpty();
    }
  }

  /** What an XML parser makes of it again. */
  private static String shown(String text) {
    return ParsedPage.of("<p>" + Escaped.text(text) + "</p>").text("p");
  }

  /** Every text but the outcome, and every name of a value that a job gives. */
  static JsonNode changed(JsonNode node, String text) {
    if (node instanceof ObjectNode object) {
      ObjectNode copy = object.objectNode();
      object
          .properties()
          .forEach(
              field -> {
                boolean kept = List.of("outcome", "columns").contains(field.getKey());
                copy.set(field.getKey(), kept ? field.getValue() : changed(field.getValue(), text));
              });
      if (copy.has("seconds")) {
        copy.putObject("seconds").put(text, 1);
      }
      if (copy.has("filtered-by")) {
        copy.putObject("filtered-by").put(text, 1);
      }
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = array.arrayNode();
      array.forEach(one -> copy.add(changed(one, text)));
      return copy;
    }
    return node.isTextual() ? TextNode.valueOf(text) : node;
  }

  private static Set<String> allowed() {
    Set<String> names = new HashSet<>();
    ReportPageTest.kinds()
        .forEach(kind -> names.addAll(ParsedPage.of(ReportPage.of(kind, "x.json")).names()));
    return names;
  }

  private static boolean isHidden(int point) {
    int type = Character.getType(point);
    return (type == Character.CONTROL && point != '\n' && point != '\t')
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  @Test
  void whatCannotBeSeenIsSpelledOut() {
    Map<String, String> shown =
        Map.of(
            "abc\u202Egnp.exe", "abc\u27E8U+202E\u27E9gnp.exe",
            "\u001B[31m", "\u241B[31m",
            "half \uD83D", "half \u27E8U+D83D\u27E9",
            "\u0085", "\u27E8U+0085\u27E9",
            "a\r\nb", "a\u240D\nb",
            "\uD83D\uDE00", "\uD83D\uDE00",
            "<b a=\"c\">&", "&lt;b a=\"c\"&gt;&amp;");
    shown.forEach((text, as) -> assertThat(Escaped.text(text)).isEqualTo(as));
    assertThat(Escaped.attribute("a\"b'c\nd")).isEqualTo("a&quot;b&#39;c&#10;d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"javascript:alert(1).json", "//127.0.0.1/x", "a b?c#d%\"<.json"})
  void aFileNameIsNoAddress(String file) {
    String html = ReportPage.of(Reports.FAILED, file);
    assertThat(ParsedPage.of(html).attributes("a", "href"))
        .singleElement()
        .asString()
        .startsWith("./")
        .doesNotContain(":", "?", "#", " ", "\"");
  }

  @Test
  void theStyleSheetIsTheOneThatThePolicyAllows() throws Exception {
    assertThat(Stylesheet.TEXT).doesNotContain("<", ">", "&", "url", "@import", "http");
    String html = ReportPage.of(Reports.FAILED, "x.json");
    String style = html.substring(html.indexOf("<style>") + 7, html.indexOf("</style>"));
    byte[] hash =
        java.security.MessageDigest.getInstance("SHA-256")
            .digest(style.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(ParsedPage.of(html).attributes("meta", "content"))
        .anyMatch(
            policy ->
                policy.startsWith("default-src 'none'")
                    && policy.contains(java.util.Base64.getEncoder().encodeToString(hash)));
    assertThat(html).doesNotContain(" style=");
  }
}
