package io.millrace.jobs.sample;

/** Some lines of a file, with the number of those of each kind of {@link Dirt}. */
record Block(Text text, int rows, long[] dirt) {

  Block(Text text, int rows) {
    this(text, rows, new long[Dirt.values().length]);
  }
}
