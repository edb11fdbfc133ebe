package io.millrace.jobs.table;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What tables that were made for changes say of themselves, in their properties. Of a table that
 * somebody else made nobody knows.
 *
 * @param keys of the rows
 */
record MergeMarks(TargetTable table, TargetTable tombstones, List<String> keys) {

  /** No two rows, or versions at a time, have the same of these. */
  private static final String KEYS = "millrace.keys";

  /** Of remembered deletions, the table whose keys they are; without a catalog, as those vary. */
  private static final String OF = "millrace.tombstones-of";

  /** The table, with its keys. */
  NewTable on(NewTable design) {
    return design.with(KEYS, String.join(", ", keys));
  }

  /** The table beside it, which has the keys only, and is small. */
  NewTable beside(NewTable design) {
    return on(new NewTable(design.format(), List.of(), List.of(), design.properties()))
        .with(OF, withoutCatalog());
  }

  /**
   * Fails if the table was made for other keys, as several of its rows may have one of these, and a
   * change would overwrite them all; or if the deletions are those of another table, as a key that
   * was deleted there would be taken for deleted here.
   */
  void require() {
    Optional<String> theirs = property(table, KEYS);
    if (theirs.isPresent()
        && !words(Pattern.compile(", ").splitAsStream(theirs.get())).equals(words(keys.stream()))) {
      throw table
          .catalog()
          .mistake(
              "table: %s was made for the keys %s, and a change by %s may find several rows; give changes.keys as they were, or another table"
                  .formatted(table.name(), theirs.get(), String.join(", ", keys)));
    }
    Optional<String> of = property(tombstones, OF);
    if (of.isPresent() && !of.get().equalsIgnoreCase(withoutCatalog())) {
      throw table
          .catalog()
          .mistake(
              "tombstones: %s remembers deletions of %s, which say nothing of %s; give each table its own, or, if the table was renamed, set the property %s of %s to %s"
                  .formatted(
                      tombstones.name(),
                      of.get(),
                      table.name(),
                      OF,
                      tombstones.name(),
                      withoutCatalog()));
    }
  }

  private String withoutCatalog() {
    List<String> parts = table.name().parts();
    return String.join(".", parts.subList(1, parts.size()));
  }

  private static Optional<String> property(TargetTable of, String name) {
    return of.exists() ? Optional.ofNullable(of.properties().get(name)) : Optional.empty();
  }

  private static Set<String> words(Stream<String> names) {
    return names.map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }
}
