package metricflow.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ViewTest {
  static List<View> all() {
    return View.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void what_a_view_stands_for_is_one_line_that_reads_tables_as_it_is_told(View view) {
    String query = view.query(table -> "lake.tables." + table + " FOR VERSION AS OF 7");

    assertThat(query)
        .startsWith("SELECT ")
        .contains(" FOR VERSION AS OF 7")
        .doesNotContain("${")
        .doesNotContain("--")
        .doesNotContain("\n");
  }

  @Test
  void the_view_of_events_reads_who_is_who_as_well() {
    assertThat(View.named("events").query(table -> table + "!"))
        .contains(" FROM events! AS events LEFT JOIN person_map! AS person_map ON ");
  }
}
