package io.millrace.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** One parsed file, with its text; its substitutions are not resolved yet. */
record Layer(String text, Config config) {

  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final String UNDECODED = "\uFFFD";

  /** Of a file that cannot be used, an empty layer; the problems say why. */
  static Layer read(Reads reads, String location, Problems problems) {
    String label = Secrets.withoutCredentials(location);
    String text = text(reads, location, new Place(label, 0), problems);
    Includes includes = new Includes(label, text, problems);
    try {
      return new Layer(text, ConfigFactory.parseString(text, options(label, includes)));
    } catch (ConfigException wrong) {
      problems.add(
          KeyPath.ROOT, "is not HOCON: " + Messages.plain(wrong), Messages.place(wrong, label));
      return new Layer(text, ConfigFactory.empty());
    }
  }

  static ConfigParseOptions options(String label, Includes includes) {
    return ConfigParseOptions.defaults()
        .setOriginDescription(Place.description(label))
        .setIncluder(includes);
  }

  boolean isEmpty() {
    return config.root().isEmpty();
  }

  private static String text(Reads reads, String location, Place place, Problems problems) {
    try {
      String text = reads.text(location);
      if (text.contains(UNDECODED)) {
        long line = text.substring(0, text.indexOf(UNDECODED)).lines().count();
        problems.add(
            KeyPath.ROOT,
            "is not UTF-8 text; save the file as UTF-8",
            new Place(place.file(), Math.max(1, (int) line)));
        return "";
      }
      return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    } catch (IOException failure) {
      problems.add(KeyPath.ROOT, reason(failure, location.contains("://")), place);
      return "";
    }
  }

  private static String reason(IOException failure, boolean store) {
    String said = String.valueOf(failure.getMessage());
    if (said.toLowerCase(Locale.ROOT).contains("is a directory")) {
      return "is a directory; give the path of one file";
    }
    if (failure instanceof NoSuchFileException || failure instanceof FileNotFoundException) {
      return store
          ? "no such file; check the bucket and the path in it"
          : "no such file; check the path, which starts at the working directory"
              + " unless it is absolute";
    }
    if (failure instanceof CharacterCodingException) {
      return "is not UTF-8 text; save the file as UTF-8";
    }
    return "cannot be read: " + Secrets.withoutCredentials(said);
  }
}
