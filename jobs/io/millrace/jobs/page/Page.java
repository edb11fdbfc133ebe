package io.millrace.jobs.page;

import static io.millrace.jobs.page.Element.tag;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A whole file: markup that is HTML and well-formed XML, with its style sheet within. */
final class Page {

  // Should text ever become markup after all, a browser still runs nothing and asks for nothing.
  private static final String POLICY =
      "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-%s'"
          .formatted(hash(Stylesheet.TEXT));

  private Page() {}

  static String of(String title, Object... content) {
    Element head =
        tag(
            "head",
            tag("meta").with("charset", "utf-8"),
            tag("meta").with("name", "generator").with("content", "Millrace"),
            tag("meta").with("http-equiv", "Content-Security-Policy").with("content", POLICY),
            tag("meta")
                .with("name", "viewport")
                .with("content", "width=device-width, initial-scale=1"),
            tag("meta").with("name", "color-scheme").with("content", "light dark"),
            tag("title", title),
            tag("style", Stylesheet.TEXT));
    StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");
    tag("html", head, tag("body", tag("main", content))).with("lang", "en").write(out);
    return out.append('\n').toString();
  }

  /** A part of a page with a heading. */
  static Element section(String heading, Object... content) {
    return tag("section", tag("h2", heading), tag("div", content).as("body"));
  }

  /** Something wide, which scrolls on its own where the screen is narrow. */
  static Element wide(Element table) {
    return tag("div", table).as("wide").with("tabindex", "0");
  }

  /** A link to a file beside this page: its name can be no address of another kind. */
  static Element link(String file, String text) {
    return tag("a", text).with("href", "./" + encoded(file));
  }

  static String encoded(String path) {
    StringBuilder out = new StringBuilder();
    for (byte one : path.getBytes(StandardCharsets.UTF_8)) {
      char letter = (char) (one & 0xFF);
      boolean plain =
          letter < 128 && (Character.isLetterOrDigit(letter) || "-._~/=,+@".indexOf(letter) >= 0);
      out.append(
          plain
              ? String.valueOf(letter)
              : String.format(java.util.Locale.ROOT, "%%%02X", (int) letter));
    }
    return out.toString();
  }

  private static String hash(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
