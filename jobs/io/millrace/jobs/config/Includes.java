package io.millrace.jobs.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.net.URL;

/** Refuses {@code include} of every form: a job is what its file and its environment file say. */
final class Includes
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

  private final String file;
  private final String text;
  private final Problems problems;

  Includes(String file, String text, Problems problems) {
    this.file = file;
    this.text = text;
    this.problems = problems;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    return refuse(what);
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    return refuse(what.getPath());
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    return refuse(what.toString());
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    return refuse(what);
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder other) {
    return this;
  }

  private ConfigObject refuse(String what) {
    problems.add(
        KeyPath.ROOT,
        "cannot include '%s': job files include nothing; give shared values with --environment"
            .formatted(Secrets.withoutCredentials(what)),
        new Place(file, line(what)));
    return ConfigFactory.empty().root();
  }

  /** The parser does not say where it met the include. */
  private int line(String what) {
    String[] lines = text.lines().toArray(String[]::new);
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].contains("include") && lines[i].contains(what)) {
        return i + 1;
      }
    }
    return 0;
  }
}
