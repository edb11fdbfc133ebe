package io.millrace.transforms;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lpad;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.upper;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * The columns by which AWS DMS tells what a row is.
 *
 * @param op a letter, I, U or D
 * @param word the same as a word, INSERT, UPDATE or DELETE
 * @param headers all columns that come from the header of a change
 */
record DmsColumns(
    Optional<String> op,
    Optional<String> word,
    Optional<String> timestamp,
    Optional<String> changeSeq,
    List<String> headers) {

  private static final Pattern HEADER = Pattern.compile("(?i)\\$?(AR_H_|header__).*");
  private static final Pattern WORD = Pattern.compile("(?i)\\$?AR_H_OPERATION");
  private static final Pattern SEQUENCE =
      Pattern.compile("(?i)\\$?(AR_H_CHANGE_SEQ|header__change_seq)");

  static DmsColumns of(Dataset<Row> rows, NormalizeDmsChanges step) {
    List<String> named =
        Stream.concat(step.timestamp().stream(), step.changeSeq().stream()).toList();
    Require.columns(rows, step, named);
    List<String> all = Trace.dataColumns(rows);
    Optional<String> word = all.stream().filter(name -> WORD.matcher(name).matches()).findFirst();
    Optional<String> op = present(all, step.op()).filter(name -> !word.equals(Optional.of(name)));
    DmsColumns columns =
        new DmsColumns(
            op,
            word,
            step.timestamp().flatMap(name -> present(all, name)),
            step.changeSeq().isPresent()
                ? step.changeSeq().flatMap(name -> present(all, name))
                : all.stream().filter(name -> SEQUENCE.matcher(name).matches()).findFirst(),
            all.stream().filter(name -> HEADER.matcher(name).matches()).toList());
    columns.texts().forEach(name -> Require.type(rows, step, name, DataTypes.StringType));
    columns.timestamp.ifPresent(
        name ->
            Require.type(
                rows,
                step,
                name,
                DataTypes.StringType,
                DataTypes.TimestampNTZType,
                DataTypes.TimestampType));
    return columns;
  }

  private static Optional<String> present(List<String> all, String wanted) {
    return all.stream().filter(wanted::equalsIgnoreCase).findFirst();
  }

  private List<String> texts() {
    return Stream.concat(op.stream(), word.stream()).toList();
  }

  /** The columns that are the table's own. */
  List<String> data(Dataset<Row> rows, boolean keepTimestamp) {
    List<String> leaving = new ArrayList<>(headers);
    op.ifPresent(leaving::add);
    changeSeq.ifPresent(leaving::add);
    timestamp.ifPresent(leaving::add);
    if (keepTimestamp) {
      timestamp.ifPresent(name -> leaving.removeIf(name::equals));
    }
    return Trace.dataColumns(rows).stream().filter(name -> !leaving.contains(name)).toList();
  }

  /** What stands for the operation, in capitals; null if nothing does. */
  Column said() {
    return coalesce(
        op.map(DmsColumns::letters).orElse(lit(null).cast("string")),
        word.map(DmsColumns::letters).orElse(lit(null).cast("string")));
  }

  /** The operation as a letter; null if there is none that is known. */
  Column letter() {
    Column known = lit(null).cast("string");
    if (word.isPresent()) {
      Column text = letters(word.get());
      Column letter = text.substr(1, 1);
      known = when(text.isin("INSERT", "UPDATE", "DELETE", "I", "U", "D"), letter);
    }
    if (op.isPresent()) {
      Column text = letters(op.get());
      known = when(text.isin("I", "U", "D"), text).when(text.isNull(), known);
    }
    return known;
  }

  /** Text that sorts as the changes do; null if there is none. */
  Optional<Column> sequence(Dataset<Row> rows) {
    return changeSeq.map(
        name -> {
          boolean text = Require.field(rows, name).dataType().equals(DataTypes.StringType);
          Column digits = Columns.named(name).cast("string");
          Column value = text ? trim(digits) : lpad(digits, 38, "0");
          return when(value.notEqual(""), value);
        });
  }

  private static Column letters(String name) {
    Column text = upper(trim(Columns.named(name)));
    return when(text.notEqual(""), text);
  }
}
