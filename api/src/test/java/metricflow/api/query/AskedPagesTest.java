package metricflow.api.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.Filter;
import org.junit.jupiter.api.Test;

/** Which questions are in doubt in a project with more pages than have codes. */
class AskedPagesTest {
  private static final Field PAGE = new Field.Of("page");
  private static final Filter PRICES = new Filter.Is(PAGE, List.of("/pricing"), List.of());
  private static final Filter MOBILE =
      new Filter.Is(new Field.Of("device"), List.of("mobile"), List.of());

  @Test
  void who_asks_nothing_of_pages_is_never_in_doubt() {
    assertThat(doubts(asked(MOBILE))).isEqualTo("count_if(code >= 65535) AS doubts");
  }

  @Test
  void a_page_that_is_named_is_in_doubt_only_if_it_has_no_code() {
    Filter named = new Filter.Any(List.of(new Filter.Not(PRICES), MOBILE));

    assertThat(doubts(asked(named)))
        .isEqualTo(
            "count_if(code >= 65535) + IF(count(page) >= 10000"
                + " AND count_if(page IN ('/pricing')) < 1, 1, 0) AS doubts");
  }

  @Test
  void what_any_page_may_meet_is_in_doubt() {
    String all = "count_if(code >= 65535) + IF(count(page) >= 10000, 1, 0) AS doubts";

    assertThat(doubts(asked(PRICES, new Filter.Contains(PAGE, "blog")))).isEqualTo(all);
    assertThat(doubts(asked(new Filter.IsSet(PAGE)))).isEqualTo(all);
    assertThat(doubts(asked(new Filter.Is(PAGE, List.of("7"), List.of(7.0))))).isEqualTo(all);
    assertThat(doubts(asked(MOBILE).and(List.of(PAGE)))).isEqualTo(all);
  }

  private static AskedPages asked(Filter... filters) {
    return AskedPages.of(
        List.of(filters).stream()
            .map(filter -> new EventSelector(List.of("page_view"), filter))
            .toList());
  }

  private static String doubts(AskedPages pages) {
    SqlStatement.Builder sql = new SqlStatement.Builder(null);
    pages.doubts(sql);
    return sql.build().reproducible();
  }
}
