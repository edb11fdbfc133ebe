package io.millrace.jobs;

/** Every file of an incremental job was read before; says how many. */
final class NothingNew extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NothingNew(String sentence) {
    super(sentence);
  }
}
