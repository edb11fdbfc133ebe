package io.millrace.jobs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file that is, or may be, a run report.
 *
 * @param name its path from the folder that was looked through
 * @param lacksPage whether there is no page beside it, or one that is older than the report
 */
record FoundReport(Path file, String name, long bytes, boolean lacksPage) {

  /** What runs call their reports. */
  private static final Pattern RUN = Pattern.compile("\\d{8}T\\d{9}Z-[0-9a-f]{8}\\.json");

  private static final String TABLES = "tables.json";

  /**
   * All in a folder that end in {@code .json}, and those below it that are named as reports are.
   * Partitions and Millrace's own folders, but for the one of reports, are not looked into.
   *
   * @param problems gets a sentence on each folder below that cannot be looked into
   * @throws FileNotFoundException if there is no such folder
   */
  static List<FoundReport> below(Path root, FileSystem files, List<String> problems)
      throws IOException {
    if (!files.getFileStatus(root).isDirectory()) {
      throw new FileNotFoundException("it is a file; give the folder that the reports lie in");
    }
    List<FoundReport> found = new ArrayList<>();
    collect(files.listStatus(root), root.getName(), "", files, found, problems);
    found.sort(Comparator.comparing(FoundReport::name));
    return found;
  }

  private static void collect(
      FileStatus[] all,
      String folder,
      String prefix,
      FileSystem files,
      List<FoundReport> found,
      List<String> problems) {
    Map<String, Long> pages = new HashMap<>();
    Arrays.stream(all)
        .filter(one -> one.getPath().getName().endsWith(".html"))
        .forEach(one -> pages.put(one.getPath().getName(), one.getModificationTime()));
    for (FileStatus one : all) {
      String name = one.getPath().getName();
      if (one.isDirectory() && isLookedInto(folder, name)) {
        try {
          FileStatus[] inner = files.listStatus(one.getPath());
          collect(inner, name, prefix + name + "/", files, found, problems);
        } catch (IOException e) {
          // Others may write here, and not all is everybody's to read.
          problems.add("%s cannot be looked into: %s".formatted(prefix + name, e.getMessage()));
        }
      } else if (one.isFile() && !folder.equals("_millrace") && isCandidate(name, prefix)) {
        Long page = pages.get(pageName(name));
        // A page by another name may be anybody's: it is made once, and never written over.
        boolean old =
            page != null && RUN.matcher(name).matches() && page < one.getModificationTime();
        found.add(new FoundReport(one.getPath(), prefix + name, one.getLen(), page == null || old));
      }
    }
  }

  private static boolean isLookedInto(String parent, String name) {
    if (parent.equals("_millrace")) {
      return name.equals("runs");
    }
    return !name.contains("=")
        && !name.startsWith(".")
        && !name.equals("lock")
        && !name.equals("_temporary");
  }

  private static boolean isCandidate(String name, String prefix) {
    boolean known = RUN.matcher(name).matches() || name.equals(TABLES);
    return known || (prefix.isEmpty() && name.endsWith(".json") && !name.matches("[._].*"));
  }

  private static String pageName(String name) {
    return name.replaceAll("\\.json$", ".html");
  }

  boolean isOfTables() {
    return file.getName().equals(TABLES);
  }

  String fileName() {
    return file.getName();
  }

  /** The page beside it, from the folder that was looked through. */
  String pageName() {
    return pageName(name);
  }

  Path page() {
    return new Path(file.getParent(), pageName(fileName()));
  }
}
