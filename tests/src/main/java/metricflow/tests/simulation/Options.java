package metricflow.tests.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The options of a command line: {@code --name value} pairs. */
final class Options {
  private final Map<String, String> values;

  private Options(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads the options after the command's name.
   *
   * @throws IllegalArgumentException when one is not among {@code known} or has no value
   */
  static Options parse(String[] arguments, Set<String> known) {
    Map<String, String> values = new HashMap<>();
    for (int i = 1; i < arguments.length; i += 2) {
      String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "unknown option '%s'; known: %s".formatted(arguments[i], known));
      }
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException("--%s needs a value".formatted(name));
      }
      values.put(name, arguments[i + 1]);
    }
    return new Options(values);
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  long number(String name, long otherwise) {
    String value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          "--%s is '%s', which is no whole number".formatted(name, value), notANumber);
    }
  }

  String required(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("--%s is required".formatted(name));
    }
    return value;
  }
}
