package io.millrace.jobs.io;

import io.millrace.transforms.InvalidInputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;

/** Reads values from the folders between a source's root and a file. */
final class FolderNames {

  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  private final ReadFiles source;
  private final Path root;

  FolderNames(ReadFiles source, FileTree tree) {
    this.source = source;
    this.root = tree.qualified(source.root());
  }

  /**
   * A folder that gives a column.
   *
   * @param value null where Hive wrote null
   * @param folder its name as it stands
   */
  record Named(String column, String value, String folder) {}

  /** The columns of one file, the outermost folder first. */
  List<Named> of(String file) {
    List<String> folders = folders(new Path(file));
    return source.folders().isPresent()
        ? bare(file, folders, source.folders().get())
        : hive(file, folders);
  }

  private List<String> folders(Path file) {
    List<String> names = new ArrayList<>();
    if (!file.equals(root)) {
      for (Path at = file.getParent(); at != null && !at.equals(root); at = at.getParent()) {
        names.add(at.getName());
      }
    }
    Collections.reverse(names);
    return names;
  }

  private List<Named> bare(String file, List<String> folders, List<String> columns) {
    int beyond = folders.size() - columns.size();
    boolean glob = !source.root().equals(source.path());
    if (!columns.isEmpty() && (beyond < 0 || (beyond > 0 && !glob))) {
      throw new InvalidInputException(
          "source: %s lies in %s folders below %s where folders names %s: %s; bring the two into line"
              .formatted(
                  file, folders.size(), source.root(), columns.size(), String.join(", ", columns)));
    }
    List<Named> named = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String folder = folders.get(beyond + i);
      named.add(new Named(columns.get(i), folder, folder));
    }
    return named;
  }

  /**
   * As Hive and Spark have it: the folders {@code key=value} in a row that are nearest the file.
   */
  private static List<Named> hive(String file, List<String> folders) {
    List<Named> named = new ArrayList<>();
    for (int i = folders.size() - 1; i >= 0; i--) {
      String folder = folders.get(i);
      int equals = folder.indexOf('=');
      if (equals > 0) {
        named.add(0, hive(file, folder, equals));
      } else if (!named.isEmpty()) {
        break;
      }
    }
    return named;
  }

  private static Named hive(String file, String folder, int equals) {
    String value = folder.substring(equals + 1);
    if (value.isEmpty()) {
      throw new InvalidInputException(
          "source: the folder '%s' of %s has no value after =; name it %s for null, or set folders = [] for no columns from folders"
              .formatted(folder, file, folder + NULL));
    }
    String column = ExternalCatalogUtils.unescapePathName(folder.substring(0, equals));
    return new Named(
        column, value.equals(NULL) ? null : ExternalCatalogUtils.unescapePathName(value), folder);
  }
}
