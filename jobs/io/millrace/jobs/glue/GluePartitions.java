package io.millrace.jobs.glue;

import io.millrace.jobs.register.PartitionFolder;
import io.millrace.jobs.register.TableDefinition;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionFailureEntry;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequestEntry;
import software.amazon.awssdk.services.glue.model.ErrorDetail;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionError;
import software.amazon.awssdk.services.glue.model.PartitionInput;

/**
 * The partitions of one table, in batches as large as Glue takes. Each item of a batch is done or
 * not by itself: what failed for the moment is tried again, alone; the others are named at the end.
 */
record GluePartitions(
    GlueClient glue, GlueCalls calls, String catalog, String database, String table) {

  private static final int CREATED = 100;

  /** All that there are, without their columns. */
  List<PartitionFolder> all() {
    return calls.ask(
        "cannot list the partitions of",
        () -> listed().stream().map(GluePartitions::folder).toList());
  }

  private List<Partition> listed() {
    return glue
        .getPartitionsPaginator(
            call ->
                call.catalogId(catalog)
                    .databaseName(database)
                    .tableName(table)
                    .excludeColumnSchema(true))
        .stream()
        .flatMap(page -> page.partitions().stream())
        .toList();
  }

  private static PartitionFolder folder(Partition partition) {
    String location =
        partition.storageDescriptor() == null ? null : partition.storageDescriptor().location();
    return new PartitionFolder(partition.values(), location == null ? "" : location);
  }

  /** Adds some, and tells how many were there. */
  int create(TableDefinition definition, List<PartitionFolder> partitions) {
    Function<List<PartitionFolder>, Map<List<String>, ErrorDetail>> call =
        some ->
            errors(
                calls.askBatch(
                    "cannot add partitions to",
                    () ->
                        glue.batchCreatePartition(
                                request ->
                                    request
                                        .catalogId(catalog)
                                        .databaseName(database)
                                        .tableName(table)
                                        .partitionInputList(inputs(definition, some)))
                            .errors()));
    return batches("cannot add partitions to", definition, CREATED, GlueCalls.EXISTS, call)
        .of(partitions);
  }

  private static List<PartitionInput> inputs(
      TableDefinition definition, List<PartitionFolder> partitions) {
    return partitions.stream().map(one -> input(definition, one)).toList();
  }

  private static PartitionInput input(TableDefinition definition, PartitionFolder partition) {
    return PartitionInput.builder()
        .values(partition.values())
        .storageDescriptor(GlueText.filesIn(partition.location(), definition))
        .build();
  }

  /**
   * Lets partitions be read as the table now is; what else is said of them stays, and so do those
   * that were read otherwise than their table.
   *
   * @param done values of those that are so already
   * @return values of all that are so now
   */
  Set<List<String>> update(
      TableDefinition definition, TableDefinition was, Set<List<String>> done) {
    if (definition.keys().isEmpty()) {
      return Set.of();
    }
    Set<String> readers = Set.of("", definition.storage().reader());
    Map<List<String>, Partition> there = new LinkedHashMap<>();
    calls.ask("cannot list the partitions of", this::listed).stream()
        .filter(one -> one.storageDescriptor() != null && !done.contains(one.values()))
        .filter(
            one -> {
              String reader = GlueText.reader(one.storageDescriptor());
              return readers.contains(reader) || reader.equals(was.storage().reader());
            })
        .forEach(one -> there.put(one.values(), one));
    Function<List<PartitionFolder>, Map<List<String>, ErrorDetail>> call =
        some ->
            updated(
                calls.askBatch(
                    "cannot change partitions of",
                    () ->
                        glue.batchUpdatePartition(
                                request ->
                                    request
                                        .catalogId(catalog)
                                        .databaseName(database)
                                        .tableName(table)
                                        .entries(entries(definition, some, there)))
                            .errors()));
    var unused =
        batches("cannot change partitions of", definition, CREATED, GlueCalls.ABSENT, call)
            .of(there.values().stream().map(GluePartitions::folder).toList());
    Set<List<String>> all = new HashSet<>(done);
    all.addAll(there.keySet());
    return all;
  }

  private static List<BatchUpdatePartitionRequestEntry> entries(
      TableDefinition definition,
      List<PartitionFolder> partitions,
      Map<List<String>, Partition> there) {
    return partitions.stream()
        .map(
            one ->
                BatchUpdatePartitionRequestEntry.builder()
                    .partitionValueList(one.values())
                    .partitionInput(changed(there.get(one.values()), definition))
                    .build())
        .toList();
  }

  private static PartitionInput changed(Partition was, TableDefinition definition) {
    return PartitionInput.builder()
        .values(was.values())
        .parameters(was.parameters())
        .lastAccessTime(was.lastAccessTime())
        .lastAnalyzedTime(was.lastAnalyzedTime())
        .storageDescriptor(GlueText.filesOf(was, definition))
        .build();
  }

  private PartitionBatches batches(
      String doing,
      TableDefinition definition,
      int size,
      String done,
      Function<List<PartitionFolder>, Map<List<String>, ErrorDetail>> call) {
    return new PartitionBatches(calls, doing, definition.keys(), size, done, call);
  }

  private static Map<List<String>, ErrorDetail> errors(List<PartitionError> errors) {
    Map<List<String>, ErrorDetail> all = new LinkedHashMap<>();
    errors.forEach(one -> all.put(one.partitionValues(), one.errorDetail()));
    return all;
  }

  private static Map<List<String>, ErrorDetail> updated(
      List<BatchUpdatePartitionFailureEntry> errors) {
    Map<List<String>, ErrorDetail> all = new LinkedHashMap<>();
    errors.forEach(one -> all.put(one.partitionValueList(), one.errorDetail()));
    return all;
  }
}
