package metricflow.trino.event;

import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.trino.sql.query.QueryAssertions;
import metricflow.trino.TestTrino;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties against Trino's own reading of JSON. */
final class PropertyFunctionsTest {
  private final QueryAssertions trino = TestTrino.get();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x\":\"pro\"}",
        "{\"a\":{\"x\":1},\"x\":12.50}",
        "{ \"y\" : [1, {\"x\": 2}] , \"x\" : -0.0 }",
        "{\"x\":1e3,\"x\":2}",
        "{\"x\":true}",
        "{\"x\":null}",
        "{\"x\":[1]}",
        "{\"x\":\"\\u00fc\\n\"}",
        "{\"\\u0078\":\"found\"}",
        "{\"x\":\" 7 \"}",
        "{\"x\":\"0x1p3\"}",
        "{\"x\":\"NaN\"}",
        "{\"x\":123456789012345678901234567890}",
        "{\"x\":0.1234567890123456789}",
        "{\"y\":1}",
        "{}",
        "",
      })
  void a_property_is_what_trino_reads(String json) {
    assertThat(
            trino.query(
                "SELECT property_text(p, 'x'), property_number(p, 'x') FROM (VALUES '%s') AS t(p)"
                    .formatted(json)))
        .matches(
            """
            SELECT CAST(json_extract_scalar(p, '$["x"]') AS varchar), try_cast(json_extract_scalar(p, '$["x"]') AS double)
            FROM (VALUES CAST('%s' AS varchar)) AS t(p)
            """
                .formatted(json));
  }

  @Test
  void without_properties_there_is_no_value() {
    assertThat(trino.expression("property_text(CAST(NULL AS varchar), 'x')")).isNull(VARCHAR);
    assertThat(trino.expression("property_number(CAST(NULL AS varchar), 'x')")).isNull(DOUBLE);
  }
}
