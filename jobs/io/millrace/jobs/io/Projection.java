package io.millrace.jobs.io;

import io.millrace.jobs.register.Locations;
import io.millrace.jobs.register.PartitionFolder;
import io.millrace.transforms.InvalidInputException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.types.StructType;

/**
 * How Athena finds partitions without asking the catalog. Spark, EMR and Glue do not know it.
 *
 * @param columns by partition key; none for no projection
 */
record Projection(Map<String, ProjectedColumn> columns) {

  /** Refuses one that does not name the keys that there are. */
  void check(StructType keys) {
    Set<String> given = new TreeSet<>();
    columns.keySet().forEach(key -> given.add(key.toLowerCase(Locale.ROOT)));
    Set<String> wanted = new TreeSet<>();
    List.of(keys.fieldNames()).forEach(key -> wanted.add(key.toLowerCase(Locale.ROOT)));
    if (!given.isEmpty() && !given.equals(wanted)) {
      throw new InvalidInputException(
          "action.projection: it names %s where the partition keys are %s; Athena wants all of them, and no other"
              .formatted(given, wanted));
    }
  }

  /**
   * The table's properties.
   *
   * @param partition any, whose folder shows how folders are named
   */
  Map<String, String> properties(StructType keys, String location, PartitionFolder partition) {
    Map<String, String> all = new TreeMap<>();
    if (columns.isEmpty()) {
      return all;
    }
    all.put("projection.enabled", "true");
    columns.forEach((key, column) -> all.putAll(column.properties(key.toLowerCase(Locale.ROOT))));
    all.put("storage.location.template", template(keys, location, partition));
    return all;
  }

  /** {@code s3://bucket/raw/year=${year}/${region}}. */
  private static String template(StructType keys, String location, PartitionFolder partition) {
    String[] folders = partition.location().split("/", -1);
    StringBuilder template = new StringBuilder(location);
    int count = keys.size();
    for (int i = 0; i < count; i++) {
      String folder = folders[folders.length - count + i];
      int equals = folder.indexOf('=');
      boolean named =
          equals > 0 && folder.substring(0, equals).equalsIgnoreCase(keys.fieldNames()[i]);
      template.append('/').append(named ? folder.substring(0, equals + 1) : "");
      template.append("${").append(keys.fieldNames()[i]).append('}');
    }
    return template.toString();
  }

  /** The partitions that Athena does not come to. */
  List<PartitionFolder> unseen(
      StructType keys, Map<String, String> properties, List<PartitionFolder> partitions) {
    if (columns.isEmpty()) {
      return List.of();
    }
    LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
    Map<String, ProjectedColumn> folded = new TreeMap<>();
    columns.forEach((key, column) -> folded.put(key.toLowerCase(Locale.ROOT), column));
    String template = properties.get("storage.location.template");
    return partitions.stream()
        .filter(
            one -> {
              String place = template;
              boolean reached = true;
              for (int i = 0; i < keys.size(); i++) {
                String key = keys.fieldNames()[i];
                String value = one.values().get(i);
                reached &= folded.get(key.toLowerCase(Locale.ROOT)).reaches(value, now);
                place = place.replace("${" + key + "}", value);
              }
              return !reached || !Locations.isSame(place, one.location());
            })
        .toList();
  }
}
