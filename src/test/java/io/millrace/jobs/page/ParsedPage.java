package io.millrace.jobs.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A page as the JDK's XML parser reads it: what is not well-formed fails here. */
public record ParsedPage(Document document) {

  private static final Set<String> ASKING =
      Set.of("script", "link", "iframe", "img", "object", "embed", "base", "form", "image", "use");

  /** Parses it, and makes sure that nothing in it could run, or ask anybody for anything. */
  public static ParsedPage of(String html) {
    ParsedPage page;
    try {
      page =
          new ParsedPage(
              DocumentBuilderFactory.newInstance()
                  .newDocumentBuilder()
                  .parse(new InputSource(new StringReader(html))));
    } catch (Exception e) {
      throw new AssertionError(e.getMessage() + " in\n" + html, e);
    }
    assertThat(page.names()).doesNotContainAnyElementsOf(ASKING);
    assertThat(page.attributes()).allMatch(name -> !name.matches("src.*|style|on.*|.*:.*"));
    assertThat(page.attributes("a", "href")).allMatch(link -> link.matches("\\./[^:?#\\s]+"));
    return page;
  }

  /** The names of all elements, in order. */
  public List<String> names() {
    return elements("*").stream().map(Element::getTagName).toList();
  }

  /** The names of all attributes, in order. */
  public List<String> attributes() {
    List<String> all = new ArrayList<>();
    for (Element element : elements("*")) {
      for (int i = 0; i < element.getAttributes().getLength(); i++) {
        all.add(element.getAttributes().item(i).getNodeName());
      }
    }
    return all;
  }

  /** All that a reader can see, without the style sheet. */
  public String text() {
    return text("body");
  }

  /** What stands in the first element of a name. */
  public String text(String element) {
    return document.getElementsByTagName(element).item(0).getTextContent();
  }

  /** The texts of all elements of a name. */
  public List<String> all(String element) {
    return all(element, any -> true);
  }

  /** The texts of all elements of a name and a class. */
  public List<String> all(String element, String kind) {
    return all(element, one -> List.of(one.getAttribute("class").split(" ", -1)).contains(kind));
  }

  private List<String> all(String element, Predicate<Element> which) {
    return elements(element).stream().filter(which).map(Element::getTextContent).toList();
  }

  /** An attribute of all elements of a name that have it. */
  public List<String> attributes(String element, String attribute) {
    return elements(element).stream()
        .filter(one -> one.hasAttribute(attribute))
        .map(one -> one.getAttribute(attribute))
        .toList();
  }

  private List<Element> elements(String name) {
    NodeList found = document.getElementsByTagName(name);
    List<Element> all = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      all.add((Element) found.item(i));
    }
    return all;
  }
}
