package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.millrace.jobs.config.Binder;
import io.millrace.jobs.config.JobFiles;
import io.millrace.jobs.config.Reference;
import io.millrace.jobs.io.Action;
import io.millrace.jobs.io.Format;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.jobs.io.Sink;
import io.millrace.jobs.io.WriteFiles;
import io.millrace.jobs.io.WriteMode;
import io.millrace.transforms.FlattenRequest;
import io.millrace.transforms.FlattenTimestamp;
import io.millrace.transforms.Source;
import io.millrace.transforms.StepName;
import io.millrace.transforms.Transform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation shows works. */
class ExamplesTest {

  private record OneSource(Source it) {}

  private record OneTransform(Transform it) {}

  private record OneSink(Sink it) {}

  private record OneAction(Action it) {}

  static Stream<Class<?>> kinds() {
    return Catalog.NAMES.kinds().stream().map(kind -> kind);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyExampleBindsToTheTypeItStandsOn(Class<?> kind) {
    for (Reference.Entry entry : new Reference(Catalog.NAMES).entries(kind)) {
      assertThat(entry.example()).as("example of " + entry.name()).isNotEmpty();
      Config config = ConfigFactory.parseString("it = " + entry.example()).resolve();
      Binder binder = new Binder(Catalog.NAMES);
      Object bound =
          kind == Source.class
              ? binder.bind(config, OneSource.class).it()
              : kind == Sink.class
                  ? binder.bind(config, OneSink.class).it()
                  : kind == Action.class
                      ? binder.bind(config, OneAction.class).it()
                      : binder.bind(config, OneTransform.class).it();
      assertThat(StepName.of(bound.getClass())).isEqualTo(entry.name());
    }
  }

  static List<Path> jobFiles() throws IOException {
    try (Stream<Path> files = Files.list(Lake.PROJECT.resolve("conf/jobs"))) {
      return files.toList();
    }
  }

  @ParameterizedTest
  @MethodSource("jobFiles")
  void everyShippedJobFileBindsInTheLocalEnvironment(Path file) {
    JobFiles files = new JobFiles(location -> Files.readString(Path.of(location)));
    String local = Lake.PROJECT.resolve("conf/environments/local.conf").toString();
    Collection<Config> resolved =
        files
            .loadTables(Optional.of(local), file.toString(), Map.of(), glob -> List.of())
            .map(many -> many.tables().values())
            .orElseGet(() -> List.of(files.load(Optional.of(local), file.toString(), Map.of())));
    for (Config one : resolved) {
      JobFile job = new Binder(Catalog.NAMES).bind(one, JobFile.class);
      if (job.actions().isEmpty()) {
        assertThat(job.pipeline().name()).isEqualTo(job.name());
      } else {
        assertThat(job.actionJob().actions()).isEqualTo(job.actions());
      }
      assertThat(job.name().split(" ", -1)[0] + ".conf").isEqualTo(file.getFileName().toString());
      assertThat(job.spark()).containsEntry("master", "local[*]");
    }
  }

  @Test
  void theJobFileAndItsJavaSpellingAreEqual() {
    Pipeline java =
        new Pipeline(
                "flatten-weblogs",
                new ReadFiles(
                    "lake/raw/useractivity",
                    Format.CSV,
                    "ip_address string, username string, timestamp string, request string, http int, bytes bigint",
                    Map.of("header", "true")),
                List.of(new FlattenRequest(), new FlattenTimestamp("timestamp")),
                new WriteFiles(
                    "lake/weblogs/useractivityconverted", List.of("toppage"), WriteMode.OVERWRITE))
            .rejecting(
                new Rejects(
                    Optional.of("lake/weblogs/rejects/useractivity"),
                    Optional.empty(),
                    Optional.empty()));
    assertThat(Lake.shipped("flatten-weblogs.conf", Map.of())).isEqualTo(java);
  }
}
