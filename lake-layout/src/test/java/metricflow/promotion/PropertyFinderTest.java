package metricflow.promotion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found in JSON against what a parser reads there. */
class PropertyFinderTest {
  private static final List<String> NAMES = List.of("x", "", "x y", "日本", "xx", "a:{", "load_ms");
  private static final List<String> TEXTS = List.of("", "1", "{", "日本🎈", "a,b", "]}", "a b");
  private static final List<String> NUMBERS = List.of("0", "-1", "12.50", "1e3", "-0.0", "123456");

  private final Random random = new Random(7);

  @Test
  void finds_what_a_parser_reads_unless_it_is_unsure() {
    int unsure = 0;
    for (int i = 0; i < 20_000; i++) {
      String json = object(3);
      String name = pick(NAMES);
      String[] read = new String[1];
      PropertyValues.read(json, Map.of(name, 0), read);

      String found = found(json, name);

      if ("unsure".equals(found)) {
        unsure++;
        assertThat(json).contains("\\");
      } else {
        assertThat(found).as("%s in %s", name, json).isEqualTo(read[0]);
      }
    }
    assertThat(unsure).isBetween(1, 10_000);
  }

  private static String found(String json, String name) {
    // It lies somewhere in an array, and so does the name.
    byte[] bytes = ("\"" + json + "}").getBytes(UTF_8);
    byte[] names = ("-" + name + "-").getBytes(UTF_8);
    long place = PropertyFinder.find(bytes, 1, bytes.length - 1, names, 1, names.length - 2);
    if (place == PropertyFinder.NONE) {
      return null;
    }
    return place == PropertyFinder.UNSURE
        ? "unsure"
        : new String(bytes, (int) (place >>> 32), (int) place - (int) (place >>> 32), UTF_8);
  }

  private String object(int depth) {
    return IntStream.range(0, random.nextInt(5))
        .mapToObj(i -> blank() + string(pick(NAMES)) + blank() + ":" + blank() + value(depth))
        .collect(Collectors.joining(blank() + ",", blank() + "{", blank() + "}"));
  }

  private String value(int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 6)) {
      case 0 -> pick(NUMBERS);
      case 1 -> pick(List.of("true", "false", "null"));
      case 2, 3 -> string(pick(TEXTS));
      case 4 -> object(depth - 1);
      default -> "[" + value(depth - 1) + blank() + "," + value(depth - 1) + "]";
    };
  }

  private String string(String text) {
    return switch (random.nextInt(12)) {
      case 0 -> "\"\\u00e9" + text + "\"";
      case 1 -> "\"" + text + "\\\"\"";
      default -> "\"" + text + "\"";
    };
  }

  private String blank() {
    return pick(List.of("", "", "", " ", "\n\t"));
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "[1]", "{", "{\"x\"", "{\"x\":", "{\"a\" 1, \"x\":2}", "{\"x"})
  void what_is_cut_or_no_object_has_no_value(String json) {
    assertThat(found(json, "x")).isIn(null, "unsure", "");
  }

  @Test
  void short_decimals_are_read_as_java_reads_them() {
    for (int i = 0; i < 50_000; i++) {
      String text = decimal();
      double number = PropertyFinder.shortDecimal(text.getBytes(UTF_8), 0, text.length());
      if (!Double.isNaN(number)) {
        assertThat(number).as(text).isEqualTo(Double.parseDouble(text));
      }
    }
  }

  private String decimal() {
    String digits = Long.toString(random.nextLong() >>> random.nextInt(64));
    int point = random.nextInt(digits.length() + 1);
    return random.nextInt(4) == 0
        ? digits
        : digits.substring(0, point) + "." + digits.substring(point);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", ".5", "5.", "1e3", " 1", "1.2.3", "--1", "1234567890123456", "x"})
  void what_is_no_short_decimal_is_left_to_java(String text) {
    assertThat(PropertyFinder.shortDecimal(text.getBytes(UTF_8), 0, text.length())).isNaN();
  }
}
