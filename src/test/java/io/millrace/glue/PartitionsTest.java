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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequestEntry;
import software.amazon.awssdk.services.glue.model.InvalidInputException;
import software.amazon.awssdk.services.glue.model.Partition;

/** What the tests' Data Catalog answers to AWS's own client about partitions. */
class PartitionsTest {

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
  void listsComeInPages() {
    visits.partitions(25);
    visits.server.pageSize(4);
    List<Partition> all =
        visits
            .glue
            .getPartitionsPaginator(call -> call.databaseName("shop").tableName("visits"))
            .stream()
            .flatMap(page -> page.partitions().stream())
            .toList();
    assertThat(all).extracting(Partition::values).doesNotHaveDuplicates().hasSize(25);
    assertThat(visits.server.calls("GetPartitions")).isEqualTo(7);
    int inSegments =
        IntStream.range(0, 3)
            .map(
                segment ->
                    visits
                        .glue
                        .getPartitions(
                            call ->
                                call.databaseName("shop")
                                    .tableName("visits")
                                    .maxResults(3)
                                    .segment(s -> s.segmentNumber(segment).totalSegments(3)))
                        .partitions()
                        .size())
            .sum();
    assertThat(inSegments).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                                        | 40",
        "dt = '2024-01-11'                                         | 10",
        "DT >= '2024-01-12' AND h < 3                              | 6",
        "h in (1, 9) or (dt between '2024-01-10' and '2024-01-11' and h <> 2) | 22",
        "not (h = 1 or h != 2)                                     | 4",
        "dt like '2024-01-1_' and h not in (0,1,2,3,4,5,6,7)       | 8",
        "`dt` is null or h is not null and h >= 9                  | 4",
      })
  void partitionsAreFoundByAnExpression(String expression, int found) {
    visits.partitions(40);
    assertThat(
            visits
                .glue
                .getPartitions(
                    c -> c.databaseName("shop").tableName("visits").expression(expression))
                .partitions())
        .hasSize(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"other = 1", "h =", "h = 'x'", "h = 1 or", "(h = 1", "h ~ 1", "h = 1 h = 2"})
  void anExpressionThatNobodyCanReadIsRefused(String expression) {
    visits.partitions(1);
    assertThatThrownBy(
            () ->
                visits.glue.getPartitions(
                    c -> c.databaseName("shop").tableName("visits").expression(expression)))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void ofABatchWhatCannotBeDoneIsTold() {
    visits.partitions(2);
    visits.server.failItem(
        "BatchCreatePartition", List.of("2024-02-01", "5"), "InternalServiceException", "no", 1);
    var errors =
        visits
            .glue
            .batchCreatePartition(
                call ->
                    call.databaseName("shop")
                        .tableName("visits")
                        .partitionInputList(
                            VisitsTable.partition("2024-01-10", 1),
                            VisitsTable.partition("2024-02-01", 4),
                            VisitsTable.partition("2024-02-01", 5)))
            .errors();
    assertThat(errors)
        .extracting(error -> error.partitionValues() + " " + error.errorDetail().errorCode())
        .containsExactly(
            "[2024-01-10, 1] AlreadyExistsException", "[2024-02-01, 5] InternalServiceException");
    var updated =
        visits.glue.batchUpdatePartition(
            call ->
                call.databaseName("shop")
                    .tableName("visits")
                    .entries(moved("2024-01-10", 0), moved("2024-03-01", 0)));
    assertThat(updated.errors())
        .extracting(error -> error.partitionValueList() + " " + error.errorDetail().errorCode())
        .containsExactly("[2024-03-01, 0] EntityNotFoundException");
    var deleted =
        visits.glue.batchDeletePartition(
            call ->
                call.databaseName("shop")
                    .tableName("visits")
                    .partitionsToDelete(
                        VisitsTable.values("2024-01-10", 0), VisitsTable.values("2024-01-10", 1)));
    assertThat(deleted.errors()).hasSize(1);
    visits.server.failItem("BatchGetPartition", List.of("2024-02-01", "4"), "Unprocessed", "", 1);
    var got =
        visits.glue.batchGetPartition(
            call ->
                call.databaseName("shop")
                    .tableName("visits")
                    .partitionsToGet(
                        VisitsTable.values("2024-01-10", 7),
                        VisitsTable.values("2024-02-01", 4),
                        VisitsTable.values("x", 1)));
    assertThat(got.partitions())
        .extracting(Partition::values)
        .containsExactly(List.of("2024-01-10", "7"));
    assertThat(got.unprocessedKeys()).containsExactly(VisitsTable.values("2024-02-01", 4));
  }

  /** To hour 7 of its day. */
  private static BatchUpdatePartitionRequestEntry moved(String dt, int h) {
    return BatchUpdatePartitionRequestEntry.builder()
        .partitionValueList(dt, Integer.toString(h))
        .partitionInput(VisitsTable.partition(dt, 7))
        .build();
  }
}
