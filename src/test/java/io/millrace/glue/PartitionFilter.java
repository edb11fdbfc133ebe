package io.millrace.glue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The condition of a WHERE over partition keys: {@code = <> != < <= > >= IN BETWEEN LIKE IS NULL
 * NOT AND OR ( )}. Keys of number types are compared as numbers, others as texts.
 */
final class PartitionFilter implements Predicate<List<String>> {

  private static final Pattern NUMBER =
      Pattern.compile("(?i)tinyint|smallint|int|bigint|long|decimal.*");
  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  private record Key(int at, String type) {}

  private final String text;
  private final FilterWords words;
  private final Map<String, Key> keys = new LinkedHashMap<>();
  private final Predicate<List<String>> condition;

  private PartitionFilter(String text, JsonNode partitionKeys) {
    this.text = text;
    this.words = new FilterWords(text);
    for (JsonNode key : partitionKeys) {
      keys.put(
          DataCatalog.folded(key, "Name"), new Key(keys.size(), key.path("Type").asText("string")));
    }
    condition = words.atEnd() ? values -> true : or();
    if (!words.atEnd()) {
      throw unsupported();
    }
  }

  /** A filter that lets all through if there is no text. */
  static PartitionFilter parse(String text, JsonNode partitionKeys) {
    return new PartitionFilter(text, partitionKeys);
  }

  @Override
  public boolean test(List<String> values) {
    return condition.test(values);
  }

  private ServiceException unsupported() {
    return ServiceException.invalid("Unsupported expression '" + text + "'");
  }

  private Predicate<List<String>> or() {
    Predicate<List<String>> all = and();
    while (words.take("OR")) {
      all = all.or(and());
    }
    return all;
  }

  private Predicate<List<String>> and() {
    Predicate<List<String>> all = not();
    while (words.take("AND")) {
      all = all.and(not());
    }
    return all;
  }

  private Predicate<List<String>> not() {
    if (words.take("NOT")) {
      return not().negate();
    }
    if (words.take("(")) {
      Predicate<List<String>> inner = or();
      require(")");
      return inner;
    }
    return comparison();
  }

  private Predicate<List<String>> comparison() {
    Key key = keys.get(words.next().replace("`", "").toLowerCase(Locale.ROOT));
    if (key == null) {
      throw unsupported();
    }
    if (words.take("IS")) {
      boolean not = words.take("NOT");
      require("NULL");
      return values -> not != values.get(key.at()).equals(NULL);
    }
    boolean not = words.take("NOT");
    Predicate<List<String>> test = test(key);
    return not ? test.negate() : test;
  }

  private Predicate<List<String>> test(Key key) {
    if (words.take("IN")) {
      return in(key);
    }
    if (words.take("BETWEEN")) {
      String low = words.literal();
      require("AND");
      String high = words.literal();
      return compared(key, low, order -> order >= 0).and(compared(key, high, order -> order <= 0));
    }
    if (words.take("LIKE")) {
      String like = Pattern.quote(words.literal()).replace("%", "\\E.*\\Q").replace("_", "\\E.\\Q");
      Pattern pattern = Pattern.compile(like, Pattern.DOTALL);
      return values -> pattern.matcher(values.get(key.at())).matches();
    }
    IntPredicate order =
        switch (words.next()) {
          case "=" -> is -> is == 0;
          case "<>", "!=" -> is -> is != 0;
          case "<" -> is -> is < 0;
          case "<=" -> is -> is <= 0;
          case ">" -> is -> is > 0;
          case ">=" -> is -> is >= 0;
          default -> throw unsupported();
        };
    return compared(key, words.literal(), order);
  }

  private Predicate<List<String>> in(Key key) {
    require("(");
    List<Predicate<List<String>>> any = new ArrayList<>();
    do {
      any.add(compared(key, words.literal(), order -> order == 0));
    } while (words.take(","));
    require(")");
    return values -> any.stream().anyMatch(one -> one.test(values));
  }

  private static Predicate<List<String>> compared(Key key, String with, IntPredicate order) {
    if (!NUMBER.matcher(key.type()).matches()) {
      return values -> order.test(values.get(key.at()).compareTo(with));
    }
    BigDecimal number = number(with, key);
    return values ->
        !values.get(key.at()).equals(NULL)
            && order.test(number(values.get(key.at()), key).compareTo(number));
  }

  private static BigDecimal number(String text, Key key) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw ServiceException.invalid("'" + text + "' is not of type " + key.type());
    }
  }

  private void require(String word) {
    if (!words.take(word)) {
      throw unsupported();
    }
  }
}
