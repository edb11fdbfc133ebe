package io.millrace.transforms;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Rules that each row must meet. A row for which a rule is false or null is a reject, counted for
 * the first rule it breaks; the job's {@code on-reject} and {@code max-rejects} say whether that
 * stops the run: a completeness of 95 % is {@code max-rejects = "5%"}.
 *
 * @param rules name of the rule = SQL condition over the row
 */
@Summary("Rejects rows that break a rule: name of the rule = SQL condition that must be true.")
@Example(
    "{ type = expect, rules { known-gender = \"gender in ('M', 'F')\", adult = \"age >= 18\" } }")
public record Expect(Map<String, String> rules) implements RowWise {

  public Expect {
    Require.names(List.copyOf(rules.keySet()), "rules");
    rules.forEach((name, sql) -> new SqlExpression("rules." + name, sql));
    rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Column reason = lit(null).cast("string");
    for (Map.Entry<String, String> rule : rules.entrySet()) {
      Column holds = condition(rows, rule.getKey(), rule.getValue());
      Column broken = coalesce(holds, lit(false)).equalTo(false);
      reason = coalesce(reason, when(broken, lit("breaks the rule " + rule.getKey())));
    }
    return Trace.reject(rows, "expect", null, reason);
  }

  private Column condition(Dataset<Row> rows, String name, String sql) {
    Column holds = new SqlExpression("rules." + name, sql).ofARow(rows, this);
    DataType type = rows.select(holds.as("holds")).schema().fields()[0].dataType();
    if (!type.equals(DataTypes.BooleanType)) {
      throw new InvalidInputException(
          "expect: rules.%s: '%s' is %s, but a rule must be true or false"
              .formatted(name, sql, type.catalogString()));
    }
    return holds;
  }
}
