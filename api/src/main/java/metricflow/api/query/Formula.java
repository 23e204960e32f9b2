package metricflow.api.query;

import java.util.List;

/**
 * An expression over the series, for example {@code A/B*100}. Where an operand is missing or a
 * divisor is 0 there is no result.
 *
 * @param text as asked
 * @param root its meaning
 */
public record Formula(String text, Node root) {

  /** A part of the expression. */
  public sealed interface Node {}

  /** A number. */
  public record Constant(double value) implements Node {}

  /** The series with this index from 0, which is A. */
  public record Operand(int series) implements Node {}

  /** Two parts and one of {@code + - * /} between them. */
  public record Operation(char operator, Node left, Node right) implements Node {}

  /** The result for these values of the series; null when there is none. */
  Double of(List<Number> values) {
    return of(root, values);
  }

  private static Double of(Node node, List<Number> values) {
    return switch (node) {
      case Constant(double value) -> value;
      case Operand(int series) ->
          values.get(series) == null ? null : Double.valueOf(values.get(series).doubleValue());
      case Operation(char operator, Node left, Node right) -> {
        Double a = of(left, values);
        Double b = of(right, values);
        yield a == null || b == null ? null : finite(apply(operator, a, b));
      }
    };
  }

  private static double apply(char operator, double a, double b) {
    return switch (operator) {
      case '+' -> a + b;
      case '-' -> a - b;
      case '*' -> a * b;
      case '/' -> a / b;
      default -> throw new IllegalArgumentException("no operator: " + operator);
    };
  }

  private static Double finite(double result) {
    return Double.isFinite(result) ? Double.valueOf(result) : null;
  }
}
