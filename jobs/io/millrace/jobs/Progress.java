package io.millrace.jobs;

import io.millrace.jobs.io.Reading;

/** Told of the parts of a run while it runs. */
interface Progress extends AutoCloseable {

  /** Tells nobody. */
  Progress SILENT =
      new Progress() {
        @Override
        public void part(String name) {}

        @Override
        public void reading(Reading reading) {}

        @Override
        public void close() {}
      };

  /** The run has come to this part, such as {@code write}. */
  void part(String name);

  /** What is read from now on. */
  void reading(Reading reading);

  @Override
  void close();
}
