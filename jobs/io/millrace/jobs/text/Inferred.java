package io.millrace.jobs.text;

import org.apache.spark.sql.types.StructType;

/**
 * What reading all JSON files once has told.
 *
 * @param columns that hold every value of every object
 * @param records how many there are
 * @param others how many of them are no JSON objects
 */
public record Inferred(StructType columns, long records, long others) {}
