package io.millrace.jobs.page;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An element of a page. Its text is written by {@link Escaped} and by nothing else, so that what
 * stands in a report can never become markup.
 *
 * @param content elements and texts
 */
public record Element(String name, Map<String, String> attributes, List<Object> content) {

  // HTML has no end tag for these, and wants one for all others.
  private static final Set<String> VOID = Set.of("meta", "br", "col", "wbr");

  /** Checks nothing: names of elements and attributes are ours, never a text's. */
  public Element {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    content = List.copyOf(content);
  }

  /** With elements, texts, and lists and optionals of them, as its content. */
  public static Element tag(String name, Object... content) {
    List<Object> all = new ArrayList<>();
    for (Object one : content) {
      collect(one, all);
    }
    return new Element(name, Map.of(), all);
  }

  private static void collect(Object one, List<Object> all) {
    if (one instanceof Element || one instanceof String) {
      all.add(one);
    } else if (one instanceof Optional<?> optional) {
      optional.ifPresent(content -> collect(content, all));
    } else if (one instanceof Iterable<?> many) {
      many.forEach(content -> collect(content, all));
    } else {
      throw new IllegalArgumentException("no content of a page: " + one);
    }
  }

  /** With one attribute more, or another value of it. */
  public Element with(String attribute, Object value) {
    Map<String, String> more = new LinkedHashMap<>(attributes);
    more.put(attribute, String.valueOf(value));
    return new Element(name, more, content);
  }

  /** For the style sheet. */
  Element as(String kind) {
    return with("class", kind);
  }

  /** Appends it as HTML, which is well-formed XML too. */
  public void write(StringBuilder out) {
    out.append('<').append(name);
    attributes.forEach(
        (key, value) ->
            out.append(' ').append(key).append("=\"").append(Escaped.attribute(value)).append('"'));
    if (VOID.contains(name)) {
      out.append(" />");
      return;
    }
    out.append('>');
    for (Object one : content) {
      if (one instanceof Element element) {
        element.write(out);
      } else {
        out.append(Escaped.text((String) one));
      }
    }
    out.append("</").append(name).append('>');
  }
}
