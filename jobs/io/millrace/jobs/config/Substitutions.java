package io.millrace.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.millrace.transforms.ClosestName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resolves {@code ${...}} from the configuration itself, then from environment variables. */
final class Substitutions implements ConfigResolver {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{\\??([^}]*)}");

  private static final String JOB = "job configuration";

  private final Map<String, String> variables;
  private final Problems problems;
  private final Set<String> missing = new HashSet<>();

  Substitutions(Map<String, String> variables, Problems problems) {
    this.variables = variables;
    this.problems = problems;
  }

  /** The configuration without substitutions; each one that has no value is a problem. */
  Config resolve(Config layered) {
    ConfigResolveOptions options =
        ConfigResolveOptions.defaults().setUseSystemEnvironment(false).appendResolver(this);
    while (true) {
      try {
        return layered.resolve(options);
      } catch (ConfigException.UnresolvedSubstitution unresolved) {
        if (!explain(unresolved, layered)) {
          return layered;
        }
      } catch (ConfigException wrong) {
        problems.add(KeyPath.ROOT, Messages.plain(wrong), Messages.place(wrong, JOB));
        return layered;
      }
    }
  }

  @Override
  public ConfigValue lookup(String path) {
    if (missing.contains(path)) {
      return ConfigValueFactory.fromAnyRef("");
    }
    List<String> names = ConfigUtil.splitPath(path);
    String value = names.size() == 1 ? variables.get(names.get(0)) : null;
    return value == null
        ? null
        : ConfigValueFactory.fromAnyRef(value, Place.ENVIRONMENT_VARIABLE + names.get(0));
  }

  @Override
  public ConfigResolver withFallback(ConfigResolver fallback) {
    return this;
  }

  /** Reports the failure; whether it makes sense to look for the next one. */
  private boolean explain(ConfigException.UnresolvedSubstitution unresolved, Config layered) {
    String said = Messages.plain(unresolved);
    Matcher reference = REFERENCE.matcher(said);
    String path = reference.find() ? reference.group(1) : "";
    Place place = Messages.place(unresolved, JOB);
    if (said.contains("cycle")) {
      problems.add(KeyPath.ROOT, "${" + path + "} refers to itself in a circle", place);
      return false;
    }
    problems.add(KeyPath.ROOT, "${" + path + "} has no value; " + advice(path, layered), place);
    return missing.add(path);
  }

  private String advice(String path, Config layered) {
    Set<String> vars = Vars.defined(layered);
    if (path.startsWith("vars.")) {
      String name = path.substring("vars.".length());
      return ClosestName.to(name, vars)
          .map(near -> "did you mean ${vars." + near + "}?")
          .orElse("define it in 'vars', or give it with --" + path);
    }
    if (vars.contains(path)) {
      return "did you mean ${vars." + path + "}?";
    }
    return ClosestName.to(path, variables.keySet())
        .map(near -> "did you mean ${" + near + "}?")
        .orElse(
            path.contains(".")
                ? "no file defines this key"
                : "set the environment variable " + path + ", or define the key");
  }
}
