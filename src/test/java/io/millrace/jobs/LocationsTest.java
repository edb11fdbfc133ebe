package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationsTest {

  @Test
  void aGlobExistsIfItFindsAnything(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.csv"), "id");
    Locations locations = new Locations(new Configuration());
    assertThat(locations.exists(folder.toString())).isTrue();
    assertThat(locations.exists(folder + "/a.csv")).isTrue();
    assertThat(locations.exists(folder + "/*.csv")).isTrue();
    assertThat(locations.exists(folder + "/*.json")).isFalse();
    assertThat(locations.exists(folder + "/none")).isFalse();
  }
}
