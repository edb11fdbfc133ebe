package io.millrace.deploy;

import io.millrace.glue.ApiModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** AWS's own descriptions of its APIs, which the build unpacks. */
final class AwsApis {

  static final Path ROOT = Path.of(System.getProperty("millrace.basedir", "."));

  private static final Map<String, ApiModel> READ = new ConcurrentHashMap<>();

  private AwsApis() {}

  /** An API by what its file's name begins with, such as {@code glue}. */
  static ApiModel model(String name) throws IOException {
    ApiModel known = READ.get(name);
    if (known == null) {
      known = read(name);
      READ.put(name, known);
    }
    return known;
  }

  private static ApiModel read(String name) throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("target/aws-models/models"))) {
      List<Path> found =
          files
              .filter(
                  file -> file.getFileName().toString().matches(name + "-\\d{4}-.*-model\\.json"))
              .toList();
      return new ApiModel(found.get(0));
    }
  }
}
