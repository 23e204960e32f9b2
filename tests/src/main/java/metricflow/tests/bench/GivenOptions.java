package metricflow.tests.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A benchmark's command line: {@code --name value} pairs. */
final class GivenOptions {
  private final Map<String, String> values = new HashMap<>();

  private GivenOptions() {}

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException when one is not {@code known} or has no value
   */
  static GivenOptions of(String[] arguments, List<String> known) {
    GivenOptions given = new GivenOptions();
    for (int i = 0; i < arguments.length; i += 2) {
      if (!known.contains(arguments[i]) || i + 1 == arguments.length) {
        throw new IllegalArgumentException(
            "'%s' is no option or has no value; options: %s"
                .formatted(arguments[i], String.join(", ", known)));
      }
      given.values.put(arguments[i], arguments[i + 1]);
    }
    return given;
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  long number(String name, long otherwise) {
    return values.containsKey(name) ? Long.parseLong(values.get(name)) : otherwise;
  }

  /** Numbers with commas between them. */
  List<Integer> numbers(String name, String otherwise) {
    return List.of(text(name, otherwise).split(",", -1)).stream().map(Integer::valueOf).toList();
  }
}
