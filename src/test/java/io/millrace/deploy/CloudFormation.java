package io.millrace.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A CloudFormation template: YAML whose tags, such as {@code !Ref}, become what they stand for. */
public record CloudFormation(JsonNode template) {

  /** Reads a file of {@code conf/deploy}. */
  public static CloudFormation read(Path file) throws IOException {
    Object parsed = new Yaml(new Tags()).load(Files.readString(file));
    return new CloudFormation(new ObjectMapper().valueToTree(parsed));
  }

  public JsonNode section(String name) {
    return template.path(name);
  }

  /** What AWS makes of it with these values; parameters without one take their default. */
  public CloudFormationValues with(Map<String, String> values) {
    return new CloudFormationValues(this, values);
  }

  private static final class Tags extends SafeConstructor {

    Tags() {
      super(options());
      yamlMultiConstructors.put("!", new Tag());
    }

    private static LoaderOptions options() {
      LoaderOptions options = new LoaderOptions();
      options.setAllowDuplicateKeys(false);
      return options;
    }

    private final class Tag extends AbstractConstruct {

      @Override
      public Object construct(Node node) {
        String name = node.getTag().getValue().substring(1);
        Object value = value(node);
        if (name.equals("GetAtt") && value instanceof String text) {
          value = List.of(text.split("\\.", 2));
        }
        return Map.of(name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name, value);
      }

      private Object value(Node node) {
        if (node instanceof ScalarNode scalar) {
          return scalar.getValue();
        }
        return node instanceof SequenceNode list
            ? constructSequence(list)
            : constructMapping((MappingNode) node);
      }
    }
  }
}
