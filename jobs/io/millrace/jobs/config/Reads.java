package io.millrace.jobs.config;

import java.io.IOException;

/** Reads the text of a file, local or on any file system that the caller knows. */
@FunctionalInterface
public interface Reads {

  /**
   * The whole text, decoded as UTF-8.
   *
   * @throws java.nio.file.NoSuchFileException or {@link java.io.FileNotFoundException} if there is
   *     no such file
   * @throws java.nio.charset.CharacterCodingException if the bytes are not UTF-8
   */
  String text(String location) throws IOException;
}
