package io.millrace.transforms;

import static org.apache.spark.sql.functions.sha2;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Adds hashes of columns, column to name of its hash: lower-case hexadecimal, over the UTF-8 bytes
 * of the text as it stands, with its dashes and blanks. Null stays null. The same name replaces the
 * column at its place; with another name the column stays, so drop it afterwards.
 *
 * @param columns strings
 * @param algorithm never chosen in silence
 */
@Summary("Adds or replaces columns by hashes of them: column = name of its hash.")
@Example("{ type = hash-columns, columns { ssn = hash_ssn }, algorithm = sha-256 }")
public record HashColumns(Map<String, String> columns, HashAlgorithm algorithm) implements RowWise {

  public HashColumns {
    Require.names(List.copyOf(columns.keySet()), "columns");
    Require.names(List.copyOf(columns.values()), "columns");
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, columns.keySet());
    columns.keySet().forEach(name -> Require.type(rows, this, name, DataTypes.StringType));
    List<String> present = Trace.dataColumns(rows);
    List<Column> all = new ArrayList<>(present.stream().map(this::replaced).toList());
    columns.forEach(
        (name, hash) -> {
          if (!name.equalsIgnoreCase(hash)) {
            refuseClash(present, name, hash);
            all.add(hashed(name).as(hash, Personal.SAFE));
          }
        });
    return Trace.select(rows, all);
  }

  private Column replaced(String name) {
    return columns.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(name))
        .filter(entry -> entry.getValue().equalsIgnoreCase(name))
        .findFirst()
        .map(entry -> hashed(name).as(entry.getValue(), Personal.SAFE))
        .orElseGet(() -> Columns.named(name));
  }

  private Column hashed(String name) {
    Column bytes = Columns.named(name).cast(DataTypes.BinaryType);
    return switch (algorithm) {
      case SHA_256 -> sha2(bytes, 256);
    };
  }

  private static void refuseClash(List<String> present, String name, String hash) {
    if (present.stream().anyMatch(hash::equalsIgnoreCase)) {
      throw new InvalidInputException(
          "hash-columns: the hash of %s would be called '%s', as a column of the input is; choose another name"
              .formatted(name, hash));
    }
  }
}
