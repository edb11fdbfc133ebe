package io.millrace.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a job's configuration together: environment file, under job file, under the settings of the
 * command line. Nothing on the class path and no system property has a say in it.
 */
public final class JobFiles {

  private final Reads reads;
  private final Map<String, String> variables;

  /** Files through {@code reads}, {@code ${NAME}} from the environment of this process. */
  public JobFiles(Reads reads) {
    this(reads, System.getenv());
  }

  JobFiles(Reads reads, Map<String, String> variables) {
    this.reads = reads;
    this.variables = Map.copyOf(variables);
  }

  /**
   * The resolved configuration.
   *
   * @param environment a file with values shared by the jobs of a place, such as {@code local.conf}
   * @param jobFile what runs
   * @param settings HOCON by key, such as {@code vars.raw}; text that is not HOCON stands for
   *     itself
   * @throws InvalidConfigException with everything that is wrong
   */
  public Config load(Optional<String> environment, String jobFile, Map<String, String> settings) {
    Layers layers = layers(environment, jobFile, settings);
    return resolved(layers.layered(), layers);
  }

  /**
   * The same for a job with the key {@code tables}; empty for one without.
   *
   * @param folders finds the tables of a glob
   */
  public Optional<TableConfigs> loadTables(
      Optional<String> environment,
      String jobFile,
      Map<String, String> settings,
      TableFolders folders) {
    Layers layers = layers(environment, jobFile, settings);
    Config layered = layers.layered();
    if (!TableList.isIn(layered)) {
      return Optional.empty();
    }
    Config alone = resolved(TableList.alone(layered), layers);
    ConfigObject given = TableList.spelledOut(alone.root().get(TableList.KEY));
    TableList list = new TableList(layers.problems(), folders);
    Map<String, ConfigObject> tables = list.tables(given);
    layers.problems().throwIfAny();
    Map<String, Config> resolved = new LinkedHashMap<>();
    Config common = layered.withoutPath(TableList.KEY);
    tables.forEach(
        (name, table) -> {
          try {
            Config one = resolved(common.withValue(TableList.EACH, table), layers);
            resolved.put(name, one.withoutPath(TableList.EACH));
          } catch (InvalidConfigException e) {
            list.blameVanished(name, given);
            throw layers.problems().exception();
          }
        });
    TableRun run = new Binder(TypeNames.of(Map.of())).bind(TableRun.of(given), TableRun.class);
    return Optional.of(
        new TableConfigs(
            resolved, list.folderOf(), list.vanished(), run.parallelism(), run.reports()));
  }

  /**
   * What is known before the job file is read, as it may be needed to read it: texts below {@code
   * key} of the environment file and the command line. What is wrong there {@link #load} tells.
   */
  public Map<String, String> known(
      Optional<String> environment, Map<String, String> settings, String key) {
    Problems ignored = new Problems(new FileOrder(ConfigFactory.empty().root()).places());
    Config known = new Settings(settings, ignored).config();
    if (environment.isPresent()) {
      known = known.withFallback(Layer.read(reads, environment.get(), ignored).config());
    }
    Config resolved = new Substitutions(variables, ignored).resolve(known);
    Map<String, String> texts = new LinkedHashMap<>();
    if (ignored.isEmpty() && resolved.hasPath(key)) {
      resolved
          .getConfig(key)
          .entrySet()
          .forEach(
              one ->
                  texts.put(
                      String.join(".", ConfigUtil.splitPath(one.getKey())),
                      String.valueOf(one.getValue().unwrapped())));
    }
    return texts;
  }

  private record Layers(Config layered, Problems problems, Config origin) {}

  private Layers layers(
      Optional<String> environment, String jobFile, Map<String, String> settings) {
    List<String> locations = new ArrayList<>(List.of(jobFile));
    environment.ifPresent(locations::add);
    Config origin = origin(locations);
    Problems problems = new Problems(new FileOrder(origin.root()).places());
    List<Layer> files =
        locations.stream().map(location -> Layer.read(reads, location, problems)).toList();
    if (problems.isEmpty() && files.get(0).isEmpty()) {
      problems.add(
          KeyPath.ROOT,
          "is empty; a job says at least where its rows come from and where they go",
          new Place(Secrets.withoutCredentials(jobFile), 0));
    }
    Settings commandLine = new Settings(settings, problems);
    Config layered = commandLine.config();
    problems.throwIfAny();
    commandLine.checkVars(files);
    for (Layer file : files) {
      layered = layered.withFallback(file.config());
    }
    return new Layers(layered, problems, origin);
  }

  private Config resolved(Config layered, Layers layers) {
    Config resolved = new Substitutions(variables, layers.problems()).resolve(layered);
    layers.problems().throwIfAny();
    return resolved.root().withOrigin(layers.origin().root().origin()).toConfig();
  }

  /**
   * A resolved configuration, with {@code vars}, as HOCON for people to read: in the order of the
   * files, without comments, and with {@code ****} for what is secret.
   */
  public static String masked(Config resolved) {
    return new MaskedText(resolved.root()).text();
  }

  /** A value of it, such as a path, without the credentials that URLs carry. */
  public static String masked(String value) {
    return Secrets.withoutCredentials(value);
  }

  /** Names the files, highest layer first, so that problems can be shown in their order. */
  private static Config origin(List<String> locations) {
    List<String> labels =
        locations.stream().map(Secrets::withoutCredentials).map(Place::description).toList();
    return ConfigFactory.empty()
        .root()
        .withOrigin(ConfigOriginFactory.newSimple(String.join(",", labels)))
        .toConfig();
  }
}
