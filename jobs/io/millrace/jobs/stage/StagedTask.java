package io.millrace.jobs.stage;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * What one task wrote and set aside. Spark hands the driver one such message per partition, however
 * often a task was tried, so the sums over them are exact.
 *
 * @param filtered rows that a filter took out, by rule
 * @param rejected rows rejected, by reason
 * @param shared those of the rejected rows that another output writes
 */
record StagedTask(
    List<StagedFile> files,
    List<StagedFile> rejectFiles,
    long written,
    Map<String, Long> filtered,
    Map<Rejected, Long> rejected,
    long shared)
    implements WriterCommitMessage {}
