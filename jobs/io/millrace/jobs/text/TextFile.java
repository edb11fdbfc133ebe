package io.millrace.jobs.text;

import java.io.Serializable;

/**
 * A file as it was when the read was planned.
 *
 * @param path any Hadoop path
 * @param length bytes; a file of another length fails the read
 * @param modified milliseconds since 1970, or 0 if unknown; a file changed since fails the read
 */
public record TextFile(String path, long length, long modified) implements Serializable {}
