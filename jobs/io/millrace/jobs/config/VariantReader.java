package io.millrace.jobs.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.millrace.transforms.ClosestName;
import java.util.List;
import java.util.Optional;

/** Reads values whose record is chosen by name: {@code type = read-files}, or the bare name. */
final class VariantReader {

  private static final String TYPE = "type";

  private final RecordReader records;
  private final TypeNames names;
  private final Problems problems;

  VariantReader(RecordReader records, TypeNames names, Problems problems) {
    this.records = records;
    this.names = names;
    this.problems = problems;
  }

  Optional<?> read(ConfigValue value, Class<?> kind, KeyPath path) {
    if (value.valueType() == ConfigValueType.STRING) {
      ConfigObject allDefaults = ConfigFactory.empty().root().withOrigin(value.origin());
      return find(value, kind, path)
          .flatMap(type -> records.read(allDefaults, type, path, List.of(TYPE)));
    }
    if (!(value instanceof ConfigObject object)) {
      problems.addWrong(
          path, value, TypeWords.withArticle(kind) + ": a name, or an object with 'type'");
      return Optional.empty();
    }
    KeyPath typePath = path.key(TYPE);
    ConfigValue type = object.get(TYPE);
    if (type == null) {
      problems.add(typePath, "is required (name of " + TypeWords.withArticle(kind) + ")", object);
      return Optional.empty();
    }
    if (type.valueType() != ConfigValueType.STRING) {
      problems.addWrong(typePath, type, "the name of " + TypeWords.withArticle(kind));
      return Optional.empty();
    }
    return find(type, kind, typePath)
        .flatMap(record -> records.read(object, record, path, List.of(TYPE)));
  }

  private Optional<Class<?>> find(ConfigValue value, Class<?> kind, KeyPath path) {
    String name = Scalars.text(value);
    Optional<Class<?>> known = names.find(kind, name).map(type -> type);
    if (known.isPresent()) {
      return known;
    }
    if (!name.contains(".")) {
      problems.add(path, unknown(name, kind), value);
      return Optional.empty();
    }
    Optional<Class<?>> custom = NamedClass.find(name);
    Optional<String> objection =
        custom.isPresent()
            ? NamedClass.objection(custom.get(), kind)
            : Optional.of(
                "class "
                    + name
                    + " was not found; check the spelling, and that its jar is on the class path");
    objection.ifPresent(message -> problems.add(path, message, value));
    return objection.isPresent() ? Optional.empty() : custom;
  }

  private String unknown(String name, Class<?> kind) {
    for (Class<?> other : names.kinds()) {
      if (names.find(other, name).isPresent()) {
        return "'%s' is %s, but %s is meant here"
            .formatted(name, TypeWords.withArticle(other), TypeWords.withArticle(kind));
      }
    }
    String near = ClosestName.suggestion(name, names.names(kind));
    return "no %s is named '%s'%s run 'steps' to see all"
        .formatted(KebabCase.inWords(kind), name, near.isEmpty() ? ";" : near + " Or")
        .strip();
  }
}
