package io.millrace.jobs.table;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A table as it is and as it was, in one of the formats. */
interface TimeTravel {

  /** What readers see now; empty if nothing was ever written. */
  Optional<TableVersion> newest();

  /**
   * What a job calls so.
   *
   * @param key of the source, for the message
   */
  TableVersion named(String text, String key);

  /** What readers saw at that time. */
  TableVersion at(Instant time);

  /** The rows and columns of that version, whatever is committed later. */
  Dataset<Row> rows(TableVersion version);

  /** The rows of the newest version, in the columns that the table has now. */
  Dataset<Row> rowsNow(TableVersion newest);

  /**
   * How many rows a version has, by its metadata and without a look at them; empty if that does not
   * tell.
   */
  OptionalLong count(TableVersion version);

  /** The id of the one after which changes begin; it may have expired itself. */
  String start(String text);

  /** What was changed after {@code from} up to {@code to}, and in which way. */
  Dataset<Row> changes(String from, TableVersion to);
}
