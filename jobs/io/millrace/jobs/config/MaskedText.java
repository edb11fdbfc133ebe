package io.millrace.jobs.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A resolved configuration as HOCON for people to read, without its secrets. */
final class MaskedText {

  private static final Pattern PLAIN =
      Pattern.compile("(?!(?:true|false|null|include)\\b)[A-Za-z][\\w-]*(?:\\.[\\w-]+)*");
  private static final int WIDTH = 100;

  /** Shorter secrets would blot out too much of the rest. */
  private static final int SHORTEST = 6;

  private final ConfigObject root;
  private final FileOrder order;
  private final Set<String> secrets = new HashSet<>();

  MaskedText(ConfigObject root) {
    this.root = root;
    order = new FileOrder(root);
    collect("", root);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    writeEntries(root, "", "", text);
    return text.toString();
  }

  /** Finds the secrets first, because a substitution may carry them under harmless keys. */
  private void collect(String path, ConfigValue value) {
    if (value instanceof ConfigObject object) {
      object.forEach((key, inner) -> collect(path + "." + key, inner));
    } else if (value instanceof ConfigList list) {
      list.forEach(inner -> collect(path, inner));
    } else if (value.valueType() != ConfigValueType.NULL && Secrets.isSecret(path, value)) {
      String secret = Scalars.text(value);
      if (secret.length() >= SHORTEST) {
        secrets.add(secret);
      }
    }
  }

  private void writeEntries(ConfigObject object, String path, String indent, StringBuilder text) {
    for (Map.Entry<String, ConfigValue> entry : order.entries(object)) {
      String key = key(entry.getKey());
      String inner = path + "." + entry.getKey();
      ConfigValue value = entry.getValue();
      while (value instanceof ConfigObject only && only.size() == 1) {
        Map.Entry<String, ConfigValue> single = only.entrySet().iterator().next();
        key += "." + key(single.getKey());
        inner += "." + single.getKey();
        value = single.getValue();
      }
      text.append(indent).append(key).append(value instanceof ConfigObject ? " " : " = ");
      write(value, inner, indent, text);
      text.append('\n');
    }
  }

  private void write(ConfigValue value, String path, String indent, StringBuilder text) {
    if (value instanceof ConfigObject object) {
      text.append(object.isEmpty() ? "{" : "{\n");
      writeEntries(object, path, indent + "  ", text);
      text.append(object.isEmpty() ? "}" : indent + "}");
    } else if (value instanceof ConfigList list) {
      writeList(list, path, indent, text);
    } else {
      text.append(scalar(value, path));
    }
  }

  private void writeList(ConfigList list, String path, String indent, StringBuilder text) {
    boolean flat = list.stream().noneMatch(e -> e instanceof List<?> || e instanceof Map<?, ?>);
    String line = flat ? oneLine(list, path) : "";
    if (flat && indent.length() + line.length() < WIDTH) {
      text.append(line);
      return;
    }
    text.append("[\n");
    for (ConfigValue element : list) {
      text.append(indent).append("  ");
      write(element, path, indent + "  ", text);
      text.append('\n');
    }
    text.append(indent).append(']');
  }

  /** Unquoted, {@code include} would be a keyword. */
  private static String key(String name) {
    return name.startsWith("include") ? ConfigUtil.quoteString(name) : ConfigUtil.joinPath(name);
  }

  private String oneLine(ConfigList list, String path) {
    return list.stream()
        .map(element -> scalar(element, path))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private String scalar(ConfigValue value, String path) {
    if (value.valueType() == ConfigValueType.NULL) {
      return "null";
    }
    String shown = Secrets.shown(path, value);
    for (String secret : secrets) {
      shown = shown.replace(secret, Secrets.MASK);
    }
    boolean text = value.valueType() == ConfigValueType.STRING || shown.contains(Secrets.MASK);
    return !text || PLAIN.matcher(shown).matches() ? shown : ConfigUtil.quoteString(shown);
  }
}
