package io.millrace.jobs.personal;

import io.millrace.transforms.Personal;
import java.util.Optional;
import org.apache.spark.sql.types.Metadata;

/**
 * What a column was tagged with.
 *
 * @param word such as {@code ssn}
 * @param column its name when it was tagged
 */
public record Tag(String word, String column) implements Comparable<Tag> {

  /** The tag in a column's metadata, if there is one. */
  static Optional<Tag> in(Metadata metadata) {
    if (!metadata.contains(Personal.TAG)) {
      return Optional.empty();
    }
    String word = metadata.getString(Personal.TAG);
    boolean named = metadata.contains(Personal.COLUMN);
    return Optional.of(new Tag(word, named ? metadata.getString(Personal.COLUMN) : word));
  }

  @Override
  public int compareTo(Tag other) {
    int names = column.compareTo(other.column);
    return names == 0 ? word.compareTo(other.word) : names;
  }
}
