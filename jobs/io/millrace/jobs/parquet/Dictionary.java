package io.millrace.jobs.parquet;

/** Different values of one column, in the order in which they first came. */
interface Dictionary {

  int size();

  /** Bytes of the page that it makes. */
  long bytes();

  /** Bytes of memory that it takes. */
  long held();

  /** Writes that page. */
  void page(Bytes out);
}
