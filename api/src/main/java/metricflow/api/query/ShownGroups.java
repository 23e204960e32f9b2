package metricflow.api.query;

import java.util.List;

/** Which groups of a {@link Segmentation} are shown by themselves; all others are one more. */
sealed interface ShownGroups {

  /** Those whose first series is largest in the period asked about. */
  record Largest() implements ShownGroups {}

  /**
   * These, however large they are.
   *
   * @param values the values of each, by rank from 1; null for none
   * @param othersOnly whether the group of all others is wanted and nothing else
   */
  record Named(List<List<String>> values, boolean othersOnly) implements ShownGroups {
    /** Keeps its own copy. */
    public Named {
      values = List.copyOf(values);
    }
  }
}
