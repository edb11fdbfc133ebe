package io.millrace.jobs.text;

import java.io.Serializable;

/**
 * The records of {@code file} whose first byte lies in {@code [from, to)}.
 *
 * @param id the same in every plan of one scan
 * @param whole whether the file is read in one piece, so the bounds mean nothing
 */
record Split(int id, TextFile file, long from, long to, boolean whole) implements Serializable {}
