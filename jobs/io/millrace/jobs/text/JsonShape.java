package io.millrace.jobs.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.transforms.InvalidInputException;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What the values of one field have in common, over all records seen. Values of several kinds are
 * strings, which keep the text of whatever they are; so are those that are always null.
 */
final class JsonShape implements Serializable, JsonObjects.Target {

  private static final long serialVersionUID = 1L;
  private static final int MOST_FIELDS = 10_000;

  private enum Kind {
    NULL,
    BOOLEAN,
    NUMBER,
    TEXT,
    OBJECT,
    ARRAY,
    MIXED
  }

  private final LinkedHashMap<String, JsonShape> fields = new LinkedHashMap<>();
  private final JsonNumbers numbers = new JsonNumbers();
  private Kind kind = Kind.NULL;
  private JsonShape element;

  @Override
  public boolean write(JsonParser parser, byte[] bytes, int start, int row) throws IOException {
    add(parser);
    return true;
  }

  /** Takes the value on whose first token the parser stands, and goes to its last. */
  private void add(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    become(kind(token));
    if (kind == Kind.NUMBER) {
      numbers.add(parser.getText());
    } else if (kind == Kind.OBJECT && token == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        JsonShape field = field(parser.currentName());
        parser.nextToken();
        field.add(parser);
      }
    } else if (kind == Kind.ARRAY && token == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        element().add(parser);
      }
    } else {
      parser.skipChildren();
    }
  }

  private static Kind kind(JsonToken token) {
    return switch (token) {
      case VALUE_NULL -> Kind.NULL;
      case VALUE_TRUE, VALUE_FALSE -> Kind.BOOLEAN;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Kind.NUMBER;
      case START_OBJECT -> Kind.OBJECT;
      case START_ARRAY -> Kind.ARRAY;
      default -> Kind.TEXT;
    };
  }

  private void become(Kind next) {
    if (next == Kind.NULL || next == kind) {
      return;
    }
    kind = kind == Kind.NULL ? next : Kind.MIXED;
    if (kind == Kind.MIXED) {
      fields.clear();
      element = null;
    }
  }

  private JsonShape field(String name) {
    JsonShape field = fields.get(name);
    if (field == null) {
      if (fields.size() == MOST_FIELDS) {
        throw new InvalidInputException(
            "cannot infer columns: an object has more than "
                + MOST_FIELDS
                + " different field names, so they seem to be data; give a schema with a map");
      }
      field = new JsonShape();
      fields.put(name, field);
    }
    return field;
  }

  private JsonShape element() {
    element = element == null ? new JsonShape() : element;
    return element;
  }

  void merge(JsonShape other) {
    become(other.kind);
    if (kind == Kind.NUMBER && other.kind == kind) {
      numbers.merge(other.numbers);
    } else if (kind == Kind.OBJECT && other.kind == kind) {
      for (Map.Entry<String, JsonShape> field : other.fields.entrySet()) {
        field(field.getKey()).merge(field.getValue());
      }
    } else if (kind == Kind.ARRAY && other.element != null) {
      element().merge(other.element);
    }
  }

  /** The columns if this is the shape of records. */
  StructType columns() {
    StructType columns = new StructType();
    for (Map.Entry<String, JsonShape> field : fields.entrySet()) {
      columns = columns.add(field.getKey(), field.getValue().type());
    }
    return columns;
  }

  private DataType type() {
    return switch (kind) {
      case BOOLEAN -> DataTypes.BooleanType;
      case NUMBER -> numbers.type();
      case ARRAY -> DataTypes.createArrayType(element().type());
      case OBJECT -> fields.isEmpty() ? DataTypes.StringType : columns();
      default -> DataTypes.StringType;
    };
  }
}
