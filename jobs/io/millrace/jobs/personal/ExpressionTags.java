package io.millrace.jobs.personal;

import io.millrace.transforms.Personal;
import io.millrace.udf.Protects;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.ApplyFunctionExpression;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetArrayStructFields;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.OuterReference;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;

/**
 * The tags of what an expression computes: those of all that it is made from, unless it protects,
 * counts, or only asks for null. Which rows there are is not looked at.
 *
 * @param known the tags of attributes, by id
 * @param subquery the tags of a subquery's columns, merged, given what is known around it
 */
record ExpressionTags(
    Map<Long, Tags> known, BiFunction<LogicalPlan, Map<Long, Tags>, Tags> subquery) {

  /** Functions whose result is one of their arguments, or an array of them. */
  private static final Set<String> HANDING_ON =
      Set.of(
          "First",
          "Last",
          "AnyValue",
          "Max",
          "Min",
          "CollectList",
          "CollectSet",
          "Coalesce",
          "If",
          "CaseWhen",
          "CreateArray",
          "GetArrayItem",
          "ElementAt",
          "Explode",
          "PosExplode",
          "GeneratorOuter");

  Tags of(Expression expression) {
    if (expression instanceof Alias alias) {
      return of(alias);
    } else if (expression instanceof Attribute attribute) {
      return known.getOrDefault(attribute.exprId().id(), Tags.NONE);
    } else if (expression instanceof OuterReference outer) {
      return known.getOrDefault(outer.e().exprId().id(), Tags.NONE);
    } else if (isTelling(expression)) {
      return ofParts(expression);
    }
    return Tags.NONE;
  }

  /** A mark counts where it was set: Spark hands metadata on to columns that are mere copies. */
  private Tags of(Alias alias) {
    Tags made = of(alias.child());
    Metadata mark = alias.metadata();
    boolean copy = alias.child() instanceof Attribute || alias.child() instanceof GetStructField;
    if (mark.contains(Personal.PROTECTED) && !copy) {
      return Tags.NONE;
    }
    return Tag.in(mark).map(tag -> made.and(Tags.of(tag))).orElse(made);
  }

  private static boolean isTelling(Expression expression) {
    if (expression instanceof StaticInvoke call) {
      return !Protects.class.isAssignableFrom(call.staticObject());
    } else if (expression instanceof Invoke call && call.targetObject() instanceof Literal target) {
      return !(target.value() instanceof Protects);
    } else if (expression instanceof ApplyFunctionExpression call) {
      return !(call.function() instanceof Protects);
    } else if (expression instanceof AggregateExpression aggregate) {
      return !aggregate.aggregateFunction().getClass().getSimpleName().matches("Count|CountIf")
          && !aggregate.aggregateFunction().getClass().getSimpleName().startsWith("HyperLogLog");
    }
    return !(expression instanceof IsNull || expression instanceof IsNotNull);
  }

  private Tags ofParts(Expression expression) {
    if (expression instanceof CreateNamedStruct struct) {
      return of(struct);
    } else if (expression instanceof GetStructField get) {
      StructType type = (StructType) get.child().dataType();
      return of(get.child()).field(type.fields()[get.ordinal()].name());
    } else if (expression instanceof GetArrayStructFields get) {
      return of(get.child()).field(get.field().name());
    } else if (expression instanceof WindowExpression window) {
      return of(window.windowFunction());
    } else if (expression instanceof AggregateExpression aggregate) {
      return of(aggregate.aggregateFunction());
    }
    String name = expression.getClass().getSimpleName();
    if (name.equals("MaxBy") || name.equals("MinBy")) {
      return of(children(expression).get(0));
    }
    Tags all = Tags.NONE;
    for (Expression part : children(expression)) {
      all = all.and(of(part));
    }
    if (expression instanceof PlanExpression<?> nested
        && nested.plan() instanceof LogicalPlan plan) {
      all = all.and(subquery.apply(plan, known));
    }
    return HANDING_ON.contains(name) || expression instanceof PlanExpression<?> ? all : all.mixed();
  }

  private Tags of(CreateNamedStruct struct) {
    List<Expression> parts = children(struct);
    Map<String, Tags> fields = new LinkedHashMap<>();
    for (int i = 0; i + 1 < parts.size(); i += 2) {
      String name = String.valueOf(((Literal) parts.get(i)).value());
      fields.merge(name, of(parts.get(i + 1)), Tags::and);
    }
    return Tags.of(fields);
  }

  static List<Expression> children(Expression expression) {
    return Elements.of(expression, "children", Expression.class);
  }
}
