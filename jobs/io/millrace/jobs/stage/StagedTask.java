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
 * @param examples where the first record of a reason stands, if it came from a file
 * @param shared those of the rejected rows that another output writes
 */
record StagedTask(
    List<StagedFile> files,
    List<StagedFile> rejectFiles,
    long written,
    Map<String, Long> filtered,
    Map<Rejected, Long> rejected,
    Map<Rejected, RejectedAt> examples,
    long shared)
    implements WriterCommitMessage {}
