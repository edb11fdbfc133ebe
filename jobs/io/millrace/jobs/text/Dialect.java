package io.millrace.jobs.text;

import io.millrace.transforms.InvalidInputException;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * How text holds its values; {@link #OPTIONS} explains each part and its default.
 *
 * <p>An unquoted field equal to {@code nullValue} is null. There is no empty number or date: in a
 * column that is not a string an empty field is null, quoted or not. In a string column an empty
 * field is null if {@code nullValue} is empty (the default), else the empty string; a quoted value
 * is never null. A line without any byte is skipped and not counted, unless the file has just one
 * column, where it is that column's empty field; so are lines that begin with {@code comment}.
 *
 * @param quote {@link #NONE} if values are never quoted
 * @param escape {@link #NONE} if a quote inside quotes is doubled; a doubled quote is understood
 *     either way, and the escape means itself before anything but a quote or another escape
 * @param comment {@link #NONE} if there are no comments
 * @param optionalColumns columns of the schema that a whole file may lack; they are null in it
 * @param dateFormat empty for ISO
 * @param timestampFormat empty for ISO
 * @param records a path within each document, such as {@code $.persons[*]}
 */
public record Dialect(
    char delimiter,
    char quote,
    char escape,
    UnquotedQuotes unquotedQuotes,
    HeaderLine header,
    List<String> optionalColumns,
    String nullValue,
    boolean multiLine,
    String encoding,
    char comment,
    String dateFormat,
    String timestampFormat,
    boolean trim,
    Beyond extraColumns,
    Beyond unknownFields,
    Layout layout,
    String records,
    boolean singleQuotes,
    int maxRecordBytes)
    implements Serializable {

  /** No such character. */
  public static final char NONE = '\0';

  /** Every option of {@link #of}. */
  public static final List<Option> OPTIONS = DialectOptions.OPTIONS;

  /** Whether the first record of a file names its columns. */
  public enum HeaderLine {
    FALSE,
    TRUE,
    /** It does if all its fields are names of the schema's columns. */
    DETECT
  }

  /** How a JSON file holds its records. */
  public enum Layout {
    /** One object per line. */
    LINES,
    /** JSON values, one after the other or with white space between them. */
    DOCUMENTS
  }

  /** What is done about names that the schema does not have. */
  public enum Beyond {
    FAIL,
    IGNORE
  }

  /** What is done about a quote inside a value that is not quoted, which RFC 4180 forbids. */
  public enum UnquotedQuotes {
    REJECT,
    KEEP
  }

  /** One option: its name, what it means, and the value it has when absent. */
  public record Option(String name, String meaning, String defaultValue) implements Serializable {}

  public Dialect {
    optionalColumns = List.copyOf(optionalColumns);
    DialectOptions.check(delimiter, quote, escape, comment);
    Times.check("date-format", dateFormat);
    Times.check("timestamp-format", timestampFormat);
    JsonPath.of(records);
    if (layout == Layout.LINES && !records.equals(JsonPath.ROOT)) {
      throw new InvalidInputException(
          "records is '" + records + "' but lines are records themselves; set layout = documents");
    }
    if (maxRecordBytes < 1 || maxRecordBytes > 1 << 30) {
      throw new InvalidInputException(
          "max-record-bytes is " + maxRecordBytes + "; it must be between 1 and 1073741824");
    }
  }

  /** The dialect that {@code options} describe, in the words of {@link #OPTIONS}. */
  public static Dialect of(Map<String, String> options) {
    return new DialectOptions(options).dialect();
  }

  Charset charset() {
    return Charset.forName(encoding);
  }

  /** Whether the file's bytes are UTF-8 as they stand, so that it can be split. */
  boolean isBytewise() {
    return charset().equals(StandardCharsets.UTF_8) || isAscii();
  }

  boolean isAscii() {
    return charset().equals(StandardCharsets.US_ASCII);
  }
}
