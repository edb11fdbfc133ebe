package io.millrace.jobs.stage;

import java.io.Serializable;

/**
 * A finished file that is not published yet.
 *
 * @param path where it lies now
 * @param partition its folder below the target, such as {@code year=2018/month=1}; empty for none
 * @param name its file name, unique for the run
 */
public record StagedFile(String path, String partition, String name, long rows, long bytes)
    implements Serializable {}
