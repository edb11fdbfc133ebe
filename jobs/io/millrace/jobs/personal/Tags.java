package io.millrace.jobs.personal;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tags of a value.
 *
 * @param whole those of all of it
 * @param fields further ones of its fields, if it is a struct, by name in lower case
 */
record Tags(Set<Tag> whole, Map<String, Tags> fields) {

  static final Tags NONE = new Tags(Set.of(), Map.of());

  static Tags of(Tag tag) {
    return new Tags(Set.of(tag), Map.of());
  }

  static Tags of(Map<String, Tags> fields) {
    Map<String, Tags> tagged = new TreeMap<>();
    fields.forEach(
        (name, tags) -> {
          if (!tags.isEmpty()) {
            tagged.merge(name.toLowerCase(Locale.ROOT), tags, Tags::and);
          }
        });
    return tagged.isEmpty() ? NONE : new Tags(Set.of(), tagged);
  }

  boolean isEmpty() {
    return whole.isEmpty() && fields.isEmpty();
  }

  Tags and(Tags other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    Set<Tag> both = new TreeSet<>(whole);
    both.addAll(other.whole);
    Map<String, Tags> merged = new TreeMap<>(fields);
    other.fields.forEach((name, tags) -> merged.merge(name, tags, Tags::and));
    return new Tags(both, merged);
  }

  Tags field(String name) {
    Tags own = fields.getOrDefault(name.toLowerCase(Locale.ROOT), NONE);
    return own.and(new Tags(whole, Map.of()));
  }

  /** The same tags without saying where in the value they belong. */
  Tags mixed() {
    return fields.isEmpty() ? this : new Tags(all(), Map.of());
  }

  /** Every tag that is anywhere in the value. */
  Set<Tag> all() {
    Set<Tag> all = new TreeSet<>(whole);
    fields.values().forEach(tags -> all.addAll(tags.all()));
    return all;
  }
}
