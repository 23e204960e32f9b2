package metricflow.jobs.bench;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/** Texts that are drawn with unequal chances. */
final class Chances {
  private final UTF8String[] texts;
  private final double[] cumulative;

  private Chances(List<String> texts, double[] weights) {
    this.texts =
        texts.stream()
            .map(text -> text == null ? null : UTF8String.fromString(text))
            .toArray(UTF8String[]::new);
    cumulative = weights;
    Arrays.parallelPrefix(cumulative, Double::sum);
    double sum = cumulative[cumulative.length - 1];
    Arrays.setAll(cumulative, i -> cumulative[i] / sum);
  }

  /** The text of rank r (from 1) has a chance proportional to {@code 1 / r^exponent}. */
  static Chances zipf(double exponent, List<String> texts) {
    double[] weights = new double[texts.size()];
    Arrays.setAll(weights, i -> Math.pow(i + 1.0, -exponent));
    return new Chances(texts, weights);
  }

  /** Texts and their weights in turns; a text may be null. */
  static Chances of(Object... textsAndWeights) {
    String[] texts = new String[textsAndWeights.length / 2];
    double[] weights = new double[texts.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = (String) textsAndWeights[2 * i];
      weights[i] = ((Number) textsAndWeights[2 * i + 1]).doubleValue();
    }
    return new Chances(Arrays.asList(texts), weights);
  }

  /** Position of the text drawn by {@code chance}, from 0 up to but without 1. */
  int position(double chance) {
    int found = Arrays.binarySearch(cumulative, chance);
    return Math.min(found < 0 ? -found - 1 : found + 1, texts.length - 1);
  }

  UTF8String draw(double chance) {
    return texts[position(chance)];
  }

  UTF8String text(int position) {
    return texts[position];
  }
}
