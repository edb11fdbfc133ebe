package io.millrace.jobs.sample;

import java.util.List;

/** Text that means nothing. */
final class Sentences {

  private static final List<String> WORDS =
      List.of(
          """
      a about after again all another any before behind below bird black brown bright brush by calm
      cat clean cold corner could curious dog door every far fast fed few field fish floor for found
      from garden gentle green grey happy has heard hidden high hungry in into jumped kept kitten
      large late left light likes little long looked loud made many more morning near never new
      night no not of often old on once one open other our out over own parrot people pet puppy
      quick quiet rain ran red rest river room round runs same sat saw seed shop shy silent since
      sings sleeps slow small soft some song soon still sun swims tail tall ten that their then
      there these they thin this three through today together too toward tree two under until up
      very walk wall warm was water way went were when while white who wide wild window with would
      yard yellow yet young
      """
              .strip()
              .split("\\s+"));

  private Sentences() {}

  static String words(SplitMix64 random, int count) {
    StringBuilder text = new StringBuilder(WORDS.get(random.below(WORDS.size())));
    for (int i = 1; i < count; i++) {
      text.append(' ').append(WORDS.get(random.below(WORDS.size())));
    }
    return text.toString();
  }

  /** Lines with line feeds between them. */
  static String lines(SplitMix64 random, int count) {
    StringBuilder text = new StringBuilder(words(random, random.between(5, 9)));
    for (int i = 1; i < count; i++) {
      text.append('\n').append(words(random, random.between(5, 9)));
    }
    return text.toString();
  }

  /** The beginning of {@code text}, or {@code text} and more words, so long. */
  static String fitted(String text, int length, SplitMix64 random) {
    StringBuilder longer = new StringBuilder(text);
    while (longer.length() < length) {
      longer.append(' ').append(words(random, 1));
    }
    longer.setLength(length);
    if (longer.charAt(length - 1) == ' ') {
      longer.setCharAt(length - 1, 's'); // a blank there would be lost on who trims
    }
    return longer.toString();
  }
}
