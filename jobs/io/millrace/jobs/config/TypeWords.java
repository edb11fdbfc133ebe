package io.millrace.jobs.config;

import io.millrace.transforms.ByteSize;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Types in the words of somebody who writes a job file. */
final class TypeWords {

  private static final String ONE_OF = "one of ";
  private static final List<String> UNCOUNTED = List.of("text", "true or false", ONE_OF);
  private static final String SUCH_AS = " such as ";

  private TypeWords() {}

  /** {@code list of text}. */
  static String of(Type type) {
    if (type instanceof ParameterizedType generic) {
      return ofGeneric(generic);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isEnum()) {
      return ONE_OF + String.join(", ", constants(plain));
    }
    if (plain == ByteSize.class) {
      return "size such as '128 MiB'";
    }
    if (plain == Duration.class) {
      return "duration such as '5 minutes'";
    }
    return Scalars.words(plain).orElseGet(() -> KebabCase.inWords(plain));
  }

  /** {@code a list of text}. */
  static String withArticle(Type type) {
    String words = of(type);
    if (isUncounted(words)) {
      return words;
    }
    return ("aeiou".indexOf(words.charAt(0)) < 0 ? "a " : "an ") + words;
  }

  /** The constants of an enum as a job file spells them. */
  static List<String> constants(Class<?> enumType) {
    return Arrays.stream(enumType.getEnumConstants())
        .map(constant -> KebabCase.ofConstant((Enum<?>) constant))
        .toList();
  }

  private static String ofGeneric(ParameterizedType generic) {
    Type[] parameters = generic.getActualTypeArguments();
    String last = of(parameters[parameters.length - 1]);
    if (generic.getRawType() == Optional.class) {
      return last;
    }
    if (generic.getRawType() == Map.class) {
      return "object whose values are " + plural(last);
    }
    return last.startsWith(ONE_OF) ? "list, each " + last : "list of " + plural(last);
  }

  private static String plural(String words) {
    if (isUncounted(words)) {
      return words;
    }
    int tail = words.indexOf(SUCH_AS);
    return tail < 0 ? words + "s" : words.substring(0, tail) + "s" + words.substring(tail);
  }

  private static boolean isUncounted(String words) {
    return UNCOUNTED.stream().anyMatch(words::startsWith);
  }
}
