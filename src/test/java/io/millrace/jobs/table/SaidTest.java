package io.millrace.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import org.junit.jupiter.api.Test;

/** The line of a failure that tells most. */
class SaidTest {

  @Test
  void theInnermostMessageTellsMost() {
    assertThat(Said.by(new IllegalStateException("far", new Exception("\n near\nmore"))))
        .isEqualTo("near");
    assertThat(Said.by(new IllegalStateException(new Exception("")))).isEqualTo("Exception");
  }

  @Test
  void whoWasCalledIsNotLeftOut() {
    ConnectException named = new ConnectException("Connect to there:1 failed: Connection refused");
    named.initCause(new ConnectException("Connection refused"));
    assertThat(Said.by(new IllegalStateException("far", named)))
        .isEqualTo("Connect to there:1 failed: Connection refused");
  }
}
