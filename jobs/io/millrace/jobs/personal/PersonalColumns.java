package io.millrace.jobs.personal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which columns of rows are personal and not protected, found in their plan without reading one.
 */
public final class PersonalColumns {

  private PersonalColumns() {}

  /** The tags of each personal column, in the order of the columns. */
  public static Map<String, Set<Tag>> of(Dataset<Row> rows) {
    List<Tags> tags = new PlanTags().of(rows.queryExecution().analyzed());
    String[] names = rows.columns();
    Map<String, Set<Tag>> personal = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      if (!tags.get(i).isEmpty()) {
        personal.put(names[i], tags.get(i).all());
      }
    }
    return personal;
  }
}
