package io.millrace.jobs.io;

import io.millrace.jobs.text.TextFile;
import io.millrace.jobs.text.TextHead;
import io.millrace.jobs.text.TextHead.Kind;
import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** How the files of a folder are written, which nobody has told. */
record FileKinds(SparkSession spark, String path, List<String> exclude) {

  private static final int MAGIC = 4;

  /** A file with what its first bytes show. */
  private record Seen(InputFile file, String kind, TextHead head) {}

  /** All files of a folder; how they are written is left open. */
  static FileSpec spec(String path, List<String> exclude) {
    return new FileSpec(
        source(path, Format.PARQUET, Optional.empty(), Optional.empty(), Map.of()), exclude, false);
  }

  private static ReadFiles source(
      String path,
      Format format,
      Optional<String> schema,
      Optional<List<String>> folders,
      Map<String, String> options) {
    return new ReadFiles(
        path, format, schema, false, folders, Optional.empty(), options, RegisterTable.SPLIT);
  }

  /**
   * As they are to be read.
   *
   * @throws InvalidInputException if they are not all alike, naming some
   */
  FileSpec spec() {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    FileTree tree = new FileTree(hadoop);
    List<InputFile> files = TableFiles.Listed.of(spec(path, exclude), tree).files();
    List<Seen> all =
        files.parallelStream()
            .filter(file -> file.length() > 0)
            .map(file -> seen(file, hadoop))
            .filter(one -> one.head() == null || one.head().kind() != Kind.EMPTY)
            .toList();
    if (all.isEmpty()) {
      throw mistake("path: all %s files below %s are empty".formatted(files.size(), path));
    }
    requireAlike(all);
    Optional<List<String>> folders = folders(files, tree.root(path));
    Seen any = all.get(0);
    if (any.head() == null) {
      return new FileSpec(
          source(path, Format.PARQUET, Optional.empty(), folders, Map.of()), exclude, false);
    }
    return any.head().kind() == Kind.JSON_LINES
        ? new FileSpec(
            source(path, Format.JSON, Optional.empty(), folders, Map.of()), exclude, false)
        : delimited(all, folders);
  }

  private Seen seen(InputFile file, Configuration hadoop) {
    String magic = magic(file, hadoop);
    if (magic.equals("PAR1")) {
      return new Seen(file, "parquet", null);
    }
    String other = magic.startsWith("ORC") ? "ORC" : magic.startsWith("Obj") ? "Avro" : "";
    if (!other.isEmpty()) {
      throw mistake(
          "path: %s is %s; only parquet, csv and JSON lines are registered"
              .formatted(file.path(), other));
    }
    TextHead head = TextHead.of(spark, new TextFile(file.path(), file.length(), file.modified()));
    String kind =
        switch (head.kind()) {
          case EMPTY -> "empty";
          case JSON_LINES -> "JSON lines";
          case DELIMITED ->
              "csv of %s columns with %s between them"
                  .formatted(head.first().size(), shown(head.delimiter()));
          case JSON_DOCUMENTS ->
              throw mistake(
                  "path: %s is JSON over several lines or in one array, of which no table can be made; make JSON lines or Parquet of it by a job whose source has options { layout = documents }"
                      .formatted(file.path()));
          case OTHER ->
              throw mistake(
                  "path: nobody can tell the format of %s: it is not Parquet, its lines are no JSON objects, and do not have the same number of values, at least 2, with , ; | or a tab between them; say it with register-table, or leave the file out with exclude"
                      .formatted(file.path()));
        };
    return new Seen(file, kind, head);
  }

  private static String shown(char delimiter) {
    return delimiter == '\t' ? "tabs" : delimiter < ' ' ? "U+0001" : "'" + delimiter + "'";
  }

  private static String magic(InputFile file, Configuration hadoop) {
    Path at = new Path(file.path());
    try (FSDataInputStream in = at.getFileSystem(hadoop).open(at)) {
      byte[] first = in.readNBytes(MAGIC);
      return new String(first, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new InvalidInputException(
          "action.path: cannot read %s: %s".formatted(file.path(), e.getMessage()), e);
    }
  }

  private void requireAlike(List<Seen> all) {
    Map<String, List<Seen>> kinds =
        all.stream().collect(Collectors.groupingBy(Seen::kind, TreeMap::new, Collectors.toList()));
    if (kinds.size() > 1) {
      List<String> told = new ArrayList<>();
      kinds.forEach(
          (kind, some) ->
              told.add(
                  "%s %s, such as %s".formatted(some.size(), kind, some.get(0).file().path())));
      throw mistake(
          "path: the files below %s are of several kinds: %s; leave some out with exclude, or name a folder that has one kind"
              .formatted(path, String.join("; ", told)));
    }
  }

  private FileSpec delimited(List<Seen> all, Optional<List<String>> folders) {
    TextHead any = all.get(0).head();
    Map<String, String> options = new LinkedHashMap<>();
    options.put("delimiter", String.valueOf(any.delimiter()));
    Optional<Seen> header = all.stream().filter(one -> one.head().header()).findFirst();
    if (header.isPresent()) {
      requireHeader(all, header.get());
      options.put("header", "true");
      return new FileSpec(
          source(path, Format.CSV, Optional.empty(), folders, options), exclude, true);
    }
    // As a crawler names the columns of files without a header.
    StructType names = new StructType();
    for (int i = 0; i < any.first().size(); i++) {
      names = names.add("col" + i, DataTypes.StringType);
    }
    return new FileSpec(
        source(path, Format.CSV, Optional.of(names.toDDL()), folders, options), exclude, true);
  }

  private void requireHeader(List<Seen> all, Seen header) {
    List<String> names = header.head().first();
    for (Seen one : all) {
      boolean same =
          String.join("\n", one.head().first()).equalsIgnoreCase(String.join("\n", names));
      if (!one.head().header() && !same) {
        throw mistake(
            "path: the files below %s do not all have a header: %s has %s, the first line of %s is %s; leave some out with exclude, or say with register-table whether there is one"
                .formatted(
                    path, header.file().path(), names, one.file().path(), one.head().first()));
      }
    }
  }

  /** Names for bare folders; nothing to say where there are none, or some name themselves. */
  private Optional<List<String>> folders(List<InputFile> files, String root) {
    int from = root.endsWith("/") ? root.length() : root.length() + 1;
    Map<Integer, String> depths = new TreeMap<>();
    Set<String> named = new TreeSet<>();
    for (InputFile file : files) {
      String below = file.path().substring(from);
      depths.putIfAbsent(below.split("/", -1).length - 1, file.path());
      int name = below.lastIndexOf('/');
      if (name > 0 && below.substring(0, name).contains("=")) {
        named.add(below);
      }
    }
    if (!named.isEmpty()) {
      return Optional.empty();
    }
    if (depths.size() > 1) {
      throw mistake(
          "path: files lie in folders of different depth, so these are no partitions: %s; leave some out with exclude, or say folders = [] with register-table for one table over all"
              .formatted(String.join(", ", depths.values())));
    }
    int depth = depths.keySet().iterator().next();
    return depth == 0
        ? Optional.empty()
        : Optional.of(IntStream.range(0, depth).mapToObj(i -> "partition_" + i).toList());
  }

  private static InvalidInputException mistake(String sentence) {
    return new InvalidInputException("action." + sentence);
  }
}
