package metricflow.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PropertyValuesTest {

  private static String text(String json) {
    String[] values = new String[1];
    PropertyValues.read(json, Map.of("x", 0), values);
    return values[0];
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|1",
        "1.0|1.0",
        "1e2|1e2",
        "-0|-0",
        "true|true",
        "\"1\"|1",
        "\"\\u00fc\"|ü",
        "null|",
        "[1]|",
        "{}|"
      })
  void numbers_and_booleans_are_texts_as_written_and_what_is_no_scalar_is_none(
      String value, String expected) {
    assertThat(text("{\"a\":{\"x\":7},\"x\":" + value + ",\"b\":1}")).isEqualTo(expected);
  }

  @Test
  void an_empty_text_is_a_value_and_a_missing_member_is_none() {
    assertThat(text("{\"x\":\"\"}")).isEmpty();
    assertThat(text("{\"y\":1}")).isNull();
    assertThat(text("{}")).isNull();
    assertThat(text(null)).isNull();
  }

  @Test
  void of_members_with_one_name_the_first_counts() {
    assertThat(text("{\"x\":1,\"x\":2}")).isEqualTo("1");
    assertThat(text("{\"x\":null,\"x\":2}")).isNull();
  }

  @Test
  void what_is_no_json_object_has_no_values() {
    assertThat(text("")).isNull();
    assertThat(text("[1]")).isNull();
    assertThat(text("{\"x\":")).isNull();
    assertThat(text("{\"a\" 1, \"x\":2}")).isNull();
  }

  @Test
  void a_number_is_what_java_reads() {
    assertThat(PropertyValues.number(" 7 ")).isEqualTo(7.0);
    assertThat(PropertyValues.number("1e2")).isEqualTo(100.0);
    assertThat(PropertyValues.number("NaN")).isNaN();
    assertThat(PropertyValues.number("")).isNull();
    assertThat(PropertyValues.number("true")).isNull();
    assertThat(PropertyValues.number(null)).isNull();
  }
}
