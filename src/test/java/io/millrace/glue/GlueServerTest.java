package io.millrace.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.InvalidInputException;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.TableVersion;

/** What the tests' Data Catalog answers to AWS's own client about tables, and to strangers. */
class GlueServerTest {

  private static VisitsTable visits;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    visits = VisitsTable.start(folder);
  }

  @AfterAll
  static void stop() {
    visits.close();
  }

  @BeforeEach
  void make() {
    visits.make();
  }

  @AfterEach
  void drop() {
    visits.drop();
  }

  @Test
  void namesAreFoldedAndKnownOnce() {
    assertThat(visits.table().name()).isEqualTo("visits");
    assertThat(visits.table().storageDescriptor().columns())
        .containsExactly(VisitsTable.column("id", "bigint"));
    assertThatThrownBy(
            () ->
                visits.glue.createTable(
                    c -> c.databaseName("shop").tableInput(VisitsTable.visits("again"))))
        .isInstanceOf(AlreadyExistsException.class);
    assertThatThrownBy(() -> visits.glue.getTable(call -> call.databaseName("shop").name("other")))
        .isInstanceOf(EntityNotFoundException.class);
    assertThatThrownBy(() -> visits.glue.getDatabase(call -> call.name("nowhere")))
        .isInstanceOf(EntityNotFoundException.class)
        .hasMessageStartingWith("Database nowhere not found.");
  }

  @Test
  void whoHasNotSeenTheLastVersionCannotChangeIt() {
    assertThat(visits.table().versionId()).isEqualTo("0");
    update("0", false);
    update("1", true);
    assertThat(visits.table().versionId()).isEqualTo("2");
    assertThat(visits.table().createTime()).isNotNull();
    assertThatThrownBy(() -> update("1", false))
        .isInstanceOf(ConcurrentModificationException.class)
        .hasMessageStartingWith("Update table failed due to concurrent modifications.");
    assertThat(
            visits
                .glue
                .getTableVersions(call -> call.databaseName("shop").tableName("visits"))
                .tableVersions())
        .extracting(TableVersion::versionId)
        .as("1 was not archived")
        .containsExactly("2", "0");
  }

  private void update(String seen, boolean skipArchive) {
    visits.glue.updateTable(
        call ->
            call.databaseName("shop")
                .tableInput(VisitsTable.visits("after " + seen))
                .versionId(seen)
                .skipArchive(skipArchive));
  }

  @Test
  void whatTheApiDoesNotAllowIsRefused() {
    List<PartitionInput> many =
        IntStream.range(0, 101).mapToObj(at -> VisitsTable.partition("2024-01-01", at)).toList();
    assertThatThrownBy(() -> visits.batch(many))
        .isInstanceOf(GlueException.class)
        .hasMessageStartingWith(
            "1 validation error detected: Value at 'partitionInputList' failed to satisfy constraint: Member must have length less than or equal to 100");
    assertThatThrownBy(
            () ->
                visits.glue.createTable(
                    c -> c.databaseName("").tableInput(t -> t.name("x".repeat(256)))))
        .hasMessageStartingWith("2 validation errors detected: ");
    assertThatThrownBy(
            () ->
                visits.glue.createPartition(
                    call ->
                        call.databaseName("shop")
                            .tableName("visits")
                            .partitionInput(given -> given.values("one"))))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void errorsThatAreDueComeAndTheClientTriesAgain() {
    visits.server.fail("GetTable", "ThrottlingException", "Rate exceeded", 2);
    assertThat(visits.table().name()).isEqualTo("visits");
    assertThat(visits.server.calls("GetTable")).isEqualTo(3);
    visits.server.fail("GetTable", "AccessDeniedException", "no", 1);
    assertThatThrownBy(visits::table).hasMessageStartingWith("no (Service: Glue, Status Code: 400");
  }

  @Test
  void onlyWhoSignsIsAnswered() {
    try (GlueClient other = visits.client("other", GlueServer.SECRET);
        GlueClient wrong = visits.client(GlueServer.KEY, "wrong")) {
      assertThatThrownBy(() -> other.getDatabase(call -> call.name("shop")))
          .hasMessageStartingWith("The security token included in the request is invalid.");
      assertThatThrownBy(() -> wrong.getDatabase(call -> call.name("shop")))
          .hasMessageStartingWith("The request signature we calculated does not match");
    }
  }
}
