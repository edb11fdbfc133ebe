package io.millrace.jobs.personal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LeafNode;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ObjectConsumer;
import org.apache.spark.sql.catalyst.plans.logical.SetOperation;
import org.apache.spark.sql.catalyst.plans.logical.Union;

/**
 * The tags of a plan's columns. They are followed from node to node by the ids of attributes. Where
 * a node makes a column in a way that is not known here, as a function over whole rows does, the
 * column gets every tag that came to the node.
 */
final class PlanTags {

  private final Map<Long, List<Tags>> definitions = new HashMap<>();
  private final Set<Tag> seen = new HashSet<>();

  /** The tags of the columns, in their order. */
  List<Tags> of(LogicalPlan plan) {
    return columns(plan, tags(plan, Map.of()));
  }

  private static List<Tags> columns(LogicalPlan plan, Map<Long, Tags> tags) {
    return output(plan).stream().map(one -> tags.getOrDefault(id(one), Tags.NONE)).toList();
  }

  /** By id, for the columns of {@code plan}; {@code around} is known of the query it stands in. */
  private Map<Long, Tags> tags(LogicalPlan plan, Map<Long, Tags> around) {
    List<LogicalPlan> children = Elements.of(plan, "children", LogicalPlan.class);
    Map<Long, Tags> known = new HashMap<>(around);
    List<List<Tags>> columns = new ArrayList<>();
    Tags arriving = Tags.NONE;
    for (LogicalPlan child : children) {
      Map<Long, Tags> tags = tags(child, around);
      List<Tags> its = columns(child, tags);
      columns.add(its);
      for (int i = 0; i < its.size(); i++) {
        known.merge(id(output(child).get(i)), its.get(i), Tags::and);
        arriving = arriving.and(its.get(i));
      }
    }
    if (plan instanceof CTERelationDef definition) {
      definitions.put(definition.id(), columns.get(0));
    }
    if (plan instanceof CTERelationRef reference) {
      return positional(plan, List.of(definitions.getOrDefault(reference.cteId(), unknown(plan))));
    } else if (plan instanceof Union || plan instanceof SetOperation) {
      return positional(plan, columns);
    } else if (plan instanceof LeafNode) {
      return leaf(plan);
    }
    return made(plan, known, arriving.mixed());
  }

  /** A query that refers to itself: whatever has a tag may come back. */
  private List<Tags> unknown(LogicalPlan plan) {
    Tags every = Tags.NONE;
    for (Tag tag : seen) {
      every = every.and(Tags.of(tag));
    }
    Tags all = every;
    return output(plan).stream().map(one -> all).toList();
  }

  private static Map<Long, Tags> positional(LogicalPlan plan, List<List<Tags>> inputs) {
    List<Attribute> output = output(plan);
    Map<Long, Tags> tags = new HashMap<>();
    for (int i = 0; i < output.size(); i++) {
      for (List<Tags> input : inputs) {
        tags.merge(id(output.get(i)), input.get(i), Tags::and);
      }
    }
    return tags;
  }

  private Map<Long, Tags> leaf(LogicalPlan plan) {
    boolean itself = plan.getClass().getSimpleName().equals("UnionLoopRef");
    if (itself) {
      return positional(plan, List.of(unknown(plan)));
    }
    Map<Long, Tags> tags = new HashMap<>();
    for (Attribute attribute : output(plan)) {
      tags.put(id(attribute), Tag.in(attribute.metadata()).map(this::noted).orElse(Tags.NONE));
    }
    return tags;
  }

  private Tags noted(Tag tag) {
    seen.add(tag);
    return Tags.of(tag);
  }

  /** The columns that came to a node, those that its expressions make, and any others. */
  private Map<Long, Tags> made(LogicalPlan plan, Map<Long, Tags> known, Tags arriving) {
    List<Expression> expressions = Elements.of(plan, "expressions", Expression.class);
    expressions.forEach(one -> known.putAll(laterals(one, known)));
    ExpressionTags tags = new ExpressionTags(known, this::subquery);
    Map<Long, Tags> result = new HashMap<>(known);
    for (Expression one : expressions) {
      if (one instanceof Alias alias) {
        Tags its = plan instanceof ObjectConsumer ? arriving : tags.of(alias);
        seen.addAll(its.all());
        result.put(alias.exprId().id(), its);
      }
    }
    if (plan instanceof Generate generate) {
      result.putAll(generated(generate, tags));
    } else if (plan instanceof Expand expand) {
      result.putAll(expanded(expand, tags));
    }
    for (Attribute attribute : output(plan)) {
      result.putIfAbsent(id(attribute), arriving);
    }
    return result;
  }

  private Tags subquery(LogicalPlan plan, Map<Long, Tags> around) {
    Tags all = Tags.NONE;
    for (Tags column : columns(plan, tags(plan, around))) {
      all = all.and(column);
    }
    return all;
  }

  /** The columns of a subquery that stands beside a node's own, as in a lateral join. */
  private Map<Long, Tags> laterals(Expression expression, Map<Long, Tags> known) {
    Map<Long, Tags> result = new HashMap<>();
    if (expression instanceof PlanExpression<?> nested
        && nested.plan() instanceof LogicalPlan plan) {
      Map<Long, Tags> tags = tags(plan, known);
      output(plan).forEach(one -> result.put(id(one), tags.getOrDefault(id(one), Tags.NONE)));
    }
    ExpressionTags.children(expression).forEach(part -> result.putAll(laterals(part, known)));
    return result;
  }

  private static Map<Long, Tags> generated(Generate generate, ExpressionTags tags) {
    Tags all = tags.of((Expression) generate.generator());
    String generator = generate.generator().toString();
    List<Attribute> output = Elements.of(generate, "generatorOutput", Attribute.class);
    Map<Long, Tags> result = new HashMap<>();
    for (int i = 0; i < output.size(); i++) {
      boolean position = i == 0 && output.size() > 1 && generator.startsWith("posexplode");
      boolean element = generator.startsWith("posexplode") || generator.startsWith("explode");
      Tags made = element ? all : all.mixed();
      result.put(id(output.get(i)), position ? Tags.NONE : made);
    }
    return result;
  }

  private static Map<Long, Tags> expanded(Expand expand, ExpressionTags tags) {
    List<Attribute> output = output(expand);
    Map<Long, Tags> result = new HashMap<>();
    for (Object projection : Elements.of(expand, "projections", Object.class)) {
      List<Expression> values = Elements.list(projection, Expression.class);
      for (int i = 0; i < output.size(); i++) {
        result.merge(id(output.get(i)), tags.of(values.get(i)), Tags::and);
      }
    }
    return result;
  }

  private static List<Attribute> output(LogicalPlan plan) {
    return Elements.of(plan, "output", Attribute.class);
  }

  private static long id(Attribute attribute) {
    return attribute.exprId().id();
  }
}
