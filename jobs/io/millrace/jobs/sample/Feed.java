package io.millrace.jobs.sample;

import java.io.IOException;

/** Makes the files of one folder, from the seed alone. */
interface Feed {
  void deliver(Delivery to) throws IOException;
}
