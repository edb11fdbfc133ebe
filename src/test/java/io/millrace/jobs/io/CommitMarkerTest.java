package io.millrace.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who decides a run, and who takes over from it: one of the two succeeds. */
class CommitMarkerTest {

  @TempDir private Path folder;
  private CommitMarker run;
  private CommitMarker next;

  @BeforeEach
  void prepare() {
    run = new CommitMarker(folder.toString(), "a", new Configuration());
    next = new CommitMarker(folder.toString(), "a", new Configuration());
    run.prepare(List.of(folder.toString()));
    assertThat(next.isSet()).isFalse();
  }

  @Test
  void whatIsDecidedStaysSo() {
    run.set();
    assertThat(next.settle()).isTrue();
    assertThat(next.settle()).isTrue();
  }

  @Test
  void whoStoodStillWhileAnotherTookOverCannotDecide() {
    assertThat(next.settle()).isFalse();
    assertThatThrownBy(run::set).hasMessageContaining("cannot write");
    assertThat(run.settle()).isFalse();
    assertThat(next.isSet()).isFalse();
  }
}
