package io.millrace.jobs.io;

import io.millrace.jobs.register.Locations;
import io.millrace.jobs.register.PartitionFolder;
import io.millrace.transforms.InvalidInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;

/**
 * Partitions, compared as Spark's catalog does: by values of the keys' types, not by texts. For a
 * number 08 is 8; 1.50 is 1.5, TRUE is true.
 *
 * @param zone in which times are meant
 */
record PartitionKeys(StructType keys, String zone) {

  /** Values as they compare, in the texts that a catalog gives them. */
  private List<String> values(PartitionFolder partition) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < partition.values().size(); i++) {
      values.add(plain(partition.values().get(i), keys.fields()[i].dataType()));
    }
    return values;
  }

  private String plain(String value, DataType type) {
    if (type instanceof StringType || value.equals(PartitionFolder.NULL)) {
      return value;
    }
    Expression text = Literal.create(UTF8String.fromString(value), DataTypes.StringType);
    Expression typed = cast(text, type);
    Object plain = cast(typed, DataTypes.StringType).eval(InternalRow.empty());
    return plain == null ? value : plain.toString();
  }

  private Cast cast(Expression value, DataType type) {
    return new Cast(value, type, Option.apply(zone), EvalMode.LEGACY());
  }

  /** Refuses folders of which a catalog would keep one only. */
  void requireApart(List<PartitionFolder> found) {
    Map<List<String>, String> places = new HashMap<>();
    for (PartitionFolder one : found) {
      String other = places.putIfAbsent(values(one), one.location());
      if (other != null) {
        throw new InvalidInputException(
            "action: the folders %s and %s give the same partition by the types of its keys, %s, and a table has one of each; move the files together, leave one out with exclude, or declare the key string"
                .formatted(other, one.location(), Prospect.words(keys)));
      }
    }
  }

  /** Those of {@code all} that are not among {@code some}. */
  List<PartitionFolder> without(List<PartitionFolder> all, List<PartitionFolder> some) {
    Set<List<String>> known = new HashSet<>();
    some.forEach(one -> known.add(values(one)));
    return all.stream().filter(one -> !known.contains(values(one))).toList();
  }

  /** With the folders that are found, where the catalog tells none. */
  List<PartitionFolder> located(List<PartitionFolder> known, List<PartitionFolder> found) {
    Map<List<String>, String> places = places(found);
    return known.stream()
        .map(
            one ->
                one.location().isEmpty()
                    ? new PartitionFolder(one.values(), places.getOrDefault(values(one), ""))
                    : one)
        .toList();
  }

  /** Those that the catalog has in other folders. */
  List<PartitionFolder> moved(List<PartitionFolder> found, List<PartitionFolder> known) {
    Map<List<String>, String> places = places(known);
    return found.stream()
        .filter(
            one -> {
              String place = places.getOrDefault(values(one), "");
              return !place.isEmpty() && !Locations.isSame(place, one.location());
            })
        .toList();
  }

  private Map<List<String>, String> places(List<PartitionFolder> partitions) {
    Map<List<String>, String> places = new HashMap<>();
    partitions.forEach(one -> places.put(values(one), one.location()));
    return places;
  }
}
