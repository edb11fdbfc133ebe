package io.millrace.replica;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;

/** Writes down the class path that the build runs it with, for {@link Recorder}. */
public final class RecorderClassPath {

  private RecorderClassPath() {}

  public static void main(String[] args) throws IOException, URISyntaxException {
    StringJoiner jars = new StringJoiner(System.getProperty("path.separator"));
    try (URLClassLoader loader = (URLClassLoader) RecorderClassPath.class.getClassLoader()) {
      for (URL jar : loader.getURLs()) {
        jars.add(Path.of(jar.toURI()).toString());
      }
      Files.writeString(Path.of(args[0]), jars.toString());
    }
  }
}
