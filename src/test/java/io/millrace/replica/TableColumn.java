package io.millrace.replica;

/** A column of a recorded table. */
public record TableColumn(String name, Type type, boolean key) {

  /** What a column holds: its type in the database and in Spark. */
  public enum Type {
    INT("int", "int"),
    BIGINT("bigint", "bigint"),
    NUMERIC("numeric(12,2)", "decimal(12,2)"),
    TEXT("text", "string"),
    BOOLEAN("boolean", "boolean"),
    DATE("date", "date"),
    TIMESTAMP("timestamp(6)", "timestamp");

    final String sql;
    final String spark;

    Type(String sql, String spark) {
      this.sql = sql;
      this.spark = spark;
    }

    /** The name of the type in Spark. */
    public String spark() {
      return spark;
    }
  }

  String quoted() {
    return "\"" + name + "\"";
  }

  /** The database's own text of a value, in the one form that recordings use. */
  String text() {
    return type == Type.TIMESTAMP
        ? "to_char(%s, 'YYYY-MM-DD HH24:MI:SS.US')".formatted(quoted())
        : quoted() + "::text";
  }
}
