package io.millrace.udf;

import io.millrace.udf.keys.KeyUnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The calls of {@code token} in a plan. What they say by literals is tried in this process, so that
 * a key that cannot be had is known before a row is read.
 */
public final class TokenCalls {

  private static final UTF8String ANY_KIND = UTF8String.fromString(TokenKind.TEXT.word());

  private final Set<String> problems = new LinkedHashSet<>();

  private TokenCalls() {}

  /**
   * What is wrong with them, each once; empty if nothing is. The keys are fetched. A key whose
   * reference is no literal is left to the task.
   */
  public static List<String> problems(LogicalPlan plan) {
    TokenCalls calls = new TokenCalls();
    calls.plan(plan);
    return List.copyOf(calls.problems);
  }

  /** Spark's mapping of a node to itself visits its parts without naming a Scala list. */
  private LogicalPlan plan(LogicalPlan plan) {
    plan.mapExpressions(this::expression);
    plan.mapChildren(this::plan);
    return plan;
  }

  private Expression expression(Expression expression) {
    if (expression instanceof StaticInvoke call && call.staticObject() == Token.Bound.class) {
      tried(arguments(call));
    } else if (expression instanceof PlanExpression<?> nested
        && nested.plan() instanceof LogicalPlan plan) {
      plan(plan);
    }
    expression.mapChildren(this::expression);
    return expression;
  }

  private static List<Expression> arguments(StaticInvoke call) {
    List<Expression> arguments = new ArrayList<>();
    call.mapChildren(
        argument -> {
          arguments.add(argument);
          return argument;
        });
    return arguments;
  }

  /** In the order in which {@link Token} takes them. */
  private void tried(List<Expression> arguments) {
    if (!(arguments.get(2) instanceof Literal key)) {
      return;
    }
    try {
      new Tokenizer(
          new TokenCall(
              literal(arguments, 0, ANY_KIND),
              (UTF8String) key.value(),
              literal(arguments, 3, UTF8String.EMPTY_UTF8),
              literal(arguments, 4, UTF8String.EMPTY_UTF8),
              literal(arguments, 5, UTF8String.EMPTY_UTF8)));
    } catch (KeyUnavailableException | IllegalArgumentException e) {
      problems.add(e.getMessage());
    }
  }

  /** What is not given, or differs from row to row, is taken for {@code harmless}. */
  private static UTF8String literal(List<Expression> arguments, int index, UTF8String harmless) {
    return index < arguments.size() && arguments.get(index) instanceof Literal literal
        ? (UTF8String) literal.value()
        : harmless;
  }
}
