package io.millrace.jobs.ledger;

/**
 * A file of a batch.
 *
 * @param source the place of its source in the job, such as {@code source}
 * @param path below the root of the source
 */
public record LedgerFile(String source, String path, FileMark mark) {}
