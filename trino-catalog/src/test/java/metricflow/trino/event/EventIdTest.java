package metricflow.trino.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.UUID;
import metricflow.event.DerivedEventId;
import metricflow.trino.TestTrino;
import org.junit.jupiter.api.Test;

/** The function asked through SQL, as the view {@code events} does. */
final class EventIdTest {
  private static final String COLUMNS =
      "event_id, event_id_tab, session_id, sequence, client_time, event_time";

  private static String ids(String rows) {
    return "SELECT CAST(CAST(event_id(%s) AS uuid) AS varchar) FROM (VALUES %s) AS e(%s)"
        .formatted(COLUMNS, rows, COLUMNS);
  }

  private static String time(long millis) {
    return "CAST(from_unixtime_nanos(BIGINT '%d000000') AS timestamp(3) with time zone)"
        .formatted(millis);
  }

  @Test
  void an_id_that_is_stored_is_given() {
    String id = "3d998bfa-0a42-54ce-aae2-e2acadd24491";
    String row = "(CAST(UUID '%s' AS varbinary), CAST(NULL AS integer), 's', 1, %s, %s)";

    assertThat(TestTrino.get().query(ids(row.formatted(id, time(1), time(2)))))
        .matches("VALUES VARCHAR '%s'".formatted(id));
  }

  @Test
  void an_id_that_is_not_is_put_together() {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder rows = new StringBuilder();
    StringBuilder expected = new StringBuilder("VALUES ");
    for (int i = 0; i < 200; i++) {
      UUID session = new UUID(random.nextLong(), random.nextLong() >>> 2 | Long.MIN_VALUE);
      int sequence = random.nextInt(Integer.MAX_VALUE);
      long clientTime = random.nextLong(1L << 43);
      int tab = random.nextInt(DerivedEventId.TABS);
      boolean rightClock = random.nextBoolean();
      rows.append(
          "%s(CAST(NULL AS varbinary), %d, '%s', %d, %s, %s)"
              .formatted(
                  i == 0 ? "" : ", ",
                  tab,
                  session,
                  sequence,
                  rightClock ? "NULL" : time(clientTime),
                  time(rightClock ? clientTime : clientTime + 300_000)));
      expected
          .append(i == 0 ? "" : ", ")
          .append("VARCHAR '%s'".formatted(DerivedEventId.of(session, sequence, clientTime, tab)));
    }

    assertThat(TestTrino.get().query(ids(rows.toString()))).matches(expected.toString());
  }
}
