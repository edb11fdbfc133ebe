package io.millrace.jobs.text;

/**
 * A record too long for the buffer.
 *
 * @param position where it began
 * @param head its first bytes
 * @param problem what else is wrong with it, or null
 */
record Oversize(long position, byte[] head, String problem) {}
