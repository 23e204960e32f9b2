package metricflow.trino;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The SQL of the README does what the README says. */
final class ReadmeTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("(?s)```sql\n(.*?);\n(?:-- gives (.*?)\n)?```");

  /** What stands for the lake's events: one person who converts, and one who asks for a refund. */
  private static final String EVENTS =
      """
      (SELECT 1 AS project_id, CAST(event_time AS date) AS event_date, 'DE' AS country, 0 AS sequence, *
       FROM (VALUES
        ('ann', TIMESTAMP '2026-11-03 10:00:00.000 UTC', 'page_view', '/'),
        ('ann', TIMESTAMP '2026-11-03 10:01:00.000 UTC', 'sign_up', NULL),
        ('ann', TIMESTAMP '2026-11-03 10:02:00.000 UTC', 'purchase', NULL),
        ('bob', TIMESTAMP '2026-11-04 10:00:00.000 UTC', 'page_view', '/'),
        ('bob', TIMESTAMP '2026-11-04 10:01:00.000 UTC', 'refund', NULL),
        ('bob', TIMESTAMP '2026-11-04 10:02:00.000 UTC', 'purchase', NULL)
       ) AS e(person_id, event_time, event, page))\
      """;

  record Example(String sql, String gives) {}

  static List<Example> examples() throws IOException {
    Matcher matcher = EXAMPLE.matcher(Files.readString(Path.of("README.md")));
    return matcher.results().map(found -> new Example(found.group(1), found.group(2))).toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_gives_what_it_says(Example example) {
    String sql = example.sql().replace("lake.analytics.events", EVENTS);
    if (example.gives() == null) {
      assertThat(TestTrino.get().execute(sql).getRowCount()).isPositive();
    } else {
      assertThat(TestTrino.get().query(sql)).matches(example.gives());
    }
  }

  @Test
  void every_function_of_the_plugin_has_its_example() throws IOException {
    String examples = String.join("\n", examples().stream().map(Example::sql).toList());
    assertThat(examples)
        .contains("funnel(", "funnel_steps_reached(", "timeline_funnel(", "retention(", "event_id(")
        .contains(
            "theta_sketch_agg(", "hll_sketch_agg(", "theta_intersection(", "theta_difference(");
  }
}
