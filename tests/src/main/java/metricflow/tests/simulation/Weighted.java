package metricflow.tests.simulation;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/** Values that are drawn with unequal chances. */
final class Weighted<T> {
  private final List<T> values;
  private final double[] cumulative;

  private Weighted(List<T> values, double[] cumulative) {
    this.values = values;
    this.cumulative = cumulative;
  }

  /** Draws each value with a chance proportional to its weight. */
  static <T> Weighted<T> by(ToDoubleFunction<T> weight, List<T> values) {
    double[] cumulative = new double[values.size()];
    double sum = 0;
    for (int i = 0; i < cumulative.length; i++) {
      sum += weight.applyAsDouble(values.get(i));
      cumulative[i] = sum;
    }
    return new Weighted<>(List.copyOf(values), cumulative);
  }

  /** Draws the value of rank r with a chance proportional to {@code 1 / r^exponent}. */
  static <T> Weighted<T> zipf(double exponent, List<T> values) {
    return by(value -> Math.pow(values.indexOf(value) + 1.0, -exponent), values);
  }

  T draw(RandomGenerator random) {
    double at = random.nextDouble() * cumulative[cumulative.length - 1];
    int i = 0;
    while (cumulative[i] <= at) {
      i++;
    }
    return values.get(i);
  }

  List<T> values() {
    return values;
  }
}
