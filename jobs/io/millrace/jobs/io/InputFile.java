package io.millrace.jobs.io;

/**
 * A file to be read.
 *
 * @param path its full path
 * @param length bytes
 * @param modified milliseconds since 1970, as the file system says
 * @param etag what an object store calls its content; empty elsewhere
 */
public record InputFile(String path, long length, long modified, String etag) {}
