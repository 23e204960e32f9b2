package metricflow.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The settings of a process, immutable. */
public final class Config {
  private final Map<ConfigKey, String> values;

  private Config(Map<ConfigKey, String> values) {
    this.values = values;
  }

  /**
   * Reads the settings of this process.
   *
   * @throws IllegalArgumentException naming every setting that cannot be used
   */
  public static Config fromEnvironment() {
    return from(System.getenv());
  }

  /** The same from any map. */
  public static Config from(Map<String, String> environment) {
    Map<ConfigKey, String> values = new EnumMap<>(ConfigKey.class);
    List<String> problems = new ArrayList<>();
    for (ConfigKey key : ConfigKey.values()) {
      String value = environment.getOrDefault(key.name(), key.defaultValue());
      values.put(key, value);
      if (isWholeNumber(key.defaultValue()) && !isWholeNumber(value)) {
        problems.add(
            "%s is '%s'; it must be a whole number: %s".formatted(key, value, key.meaning()));
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return new Config(values);
  }

  private static boolean isWholeNumber(String text) {
    return !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(Character::isDigit);
  }

  /** A text setting. */
  public String text(ConfigKey key) {
    return values.get(key);
  }

  /** A whole-number setting. */
  public int number(ConfigKey key) {
    return read(key, Integer::parseInt);
  }

  /** The host of a {@code host:port} setting. */
  public String host(ConfigKey key) {
    return read(key, address -> address.substring(0, address.lastIndexOf(':')));
  }

  /** The port of a {@code host:port} setting. */
  public int port(ConfigKey key) {
    return read(key, address -> Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
  }

  private <T> T read(ConfigKey key, Function<String, T> reader) {
    String value = values.get(key);
    try {
      return reader.apply(value);
    } catch (NumberFormatException | StringIndexOutOfBoundsException unreadable) {
      throw new IllegalArgumentException(
          "%s is '%s'; it must be: %s".formatted(key, value, key.meaning()), unreadable);
    }
  }
}
