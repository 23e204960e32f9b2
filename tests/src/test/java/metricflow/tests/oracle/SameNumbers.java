package metricflow.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/** Equality of JSON in which 1 and 1.0 are the same, and so are sums added up in another order. */
final class SameNumbers {
  private static final double TOLERANCE = 1e-9;
  private static final Comparator<JsonNode> ORDER = (a, b) -> a.equals(b) || near(a, b) ? 0 : 1;

  private SameNumbers() {}

  static boolean compare(JsonNode expected, JsonNode found) {
    return expected.equals(ORDER, found);
  }

  private static boolean near(JsonNode a, JsonNode b) {
    return a.isNumber()
        && b.isNumber()
        && Math.abs(a.doubleValue() - b.doubleValue())
            <= TOLERANCE * Math.max(1, Math.abs(a.doubleValue()));
  }
}
