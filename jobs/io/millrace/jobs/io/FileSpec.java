package io.millrace.jobs.io;

import io.millrace.jobs.text.Dialect;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * Which files are a table's, and how they are to be understood.
 *
 * @param source as {@code read-files} would read them
 * @param exclude globs below the source's path, in the words of AWS Glue's crawlers: {@code *}
 *     stays within a name, {@code **} does not
 * @param inferTypes whether CSV columns are looked at for numbers; also those of a schema
 */
record FileSpec(ReadFiles source, List<String> exclude, boolean inferTypes) {

  FileSpec {
    if (!source.root().equals(source.path())) {
      throw new IllegalArgumentException(
          "path must be a folder, as a table has one, not a glob such as %s; leave files out with exclude"
              .formatted(source.path()));
    }
    exclude = List.copyOf(exclude);
    exclude.forEach(FileSpec::matcher);
    if (source.format() != Format.PARQUET) {
      check(Dialect.of(source.options()));
    }
  }

  /** No reader of a table looks at what is in a file before it knows the columns. */
  private static void check(Dialect dialect) {
    if (dialect.layout() == Dialect.Layout.DOCUMENTS) {
      throw new IllegalArgumentException(
          "options: a table of JSON has one object per line; make such files of documents with read-files and write-files, and register those");
    }
    if (dialect.header() == Dialect.HeaderLine.DETECT || !dialect.optionalColumns().isEmpty()) {
      throw new IllegalArgumentException(
          "options: header = detect and optional-columns are for files that differ, and all files of a table are read alike; register them apart, or make them alike with read-files and write-files");
    }
  }

  private static PathMatcher matcher(String glob) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "exclude: '%s' is no glob such as zipcodes/**: %s".formatted(glob, e.getDescription()),
          e);
    }
  }

  /** Those of {@code files} that no glob names. */
  List<InputFile> included(List<InputFile> files, String root) {
    List<PathMatcher> globs = exclude.stream().map(FileSpec::matcher).toList();
    int from = root.endsWith("/") ? root.length() : root.length() + 1;
    return files.stream()
        .filter(
            file -> {
              Path below = Path.of(file.path().substring(from));
              return globs.stream().noneMatch(glob -> glob.matches(below));
            })
        .toList();
  }
}
