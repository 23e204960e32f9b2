package metricflow.jobs.compaction;

import static metricflow.jobs.TestLake.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import metricflow.event.DerivedEventId;
import metricflow.event.EventIds;
import metricflow.jobs.DayRange;
import metricflow.jobs.TestEvent;
import metricflow.jobs.TestLake;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compaction leaves out what follows, and every row is shown as it was: decision 095. */
class LeftOutTest {
  private static final Instant START = DAY.atTime(9, 0).toInstant(ZoneOffset.UTC);

  @TempDir Path folder;
  private TestLake lake;

  @BeforeEach
  void lake() {
    lake = new TestLake(folder);
  }

  private void compact() {
    lake.run(new CompactionJob(DayRange.closedDays(), 0, false));
  }

  /** An event as some client might send it; most as the browser SDK does. */
  private static TestEvent random(SplittableRandom random, int number) {
    UUID session = new UUID(random.nextLong(), random.nextLong() >>> 2 | Long.MIN_VALUE);
    Instant time = START.plusMillis(random.nextInt(3_600_000));
    Instant clientTime = random.nextInt(4) == 0 ? time.plusSeconds(600) : time;
    int sequence = random.nextInt(1_000);
    int tab = random.nextInt(3) == 0 ? random.nextInt(DerivedEventId.TABS) : 0;
    UUID id = DerivedEventId.of(session, sequence, clientTime.toEpochMilli(), tab);
    TestEvent event =
        TestEvent.of("other-" + number, "click", "u" + random.nextInt(9), time)
            .with("page", "/" + number)
            .with("session_id", session.toString())
            .with("sequence", sequence)
            .with("client_time", clientTime)
            .with("sent_at", clientTime.plusMillis(random.nextInt(3_000)))
            .with("received_at", time.plusMillis(random.nextInt(5_000)));
    return switch (random.nextInt(9)) {
      case 0 -> event;
      case 1 -> event.with("event_id", EventIds.bytes(id)).with("session_id", null);
      case 2 -> event.with("event_id", EventIds.bytes(id)).with("sequence", null);
      case 3 -> event.with("event_id", EventIds.bytes(id)).with("session_id", "session " + number);
      case 4 ->
          event
              .with("event_id", EventIds.bytes(id))
              .with("session_id", session.toString().toUpperCase(Locale.ROOT));
      default -> event.with("event_id", EventIds.bytes(id));
    };
  }

  @Test
  void every_row_is_shown_as_it_was_and_a_copy_that_comes_later_is_known() {
    SplittableRandom random = new SplittableRandom(1);
    List<TestEvent> sent = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      sent.add(random(random, i));
    }
    lake.append(sent.stream());
    List<String> before = lake.events();

    compact();

    assertThat(lake.events()).isEqualTo(before);
    assertThat(lake.number("SELECT count(*) FROM {events} WHERE event_id IS NULL"))
        .isEqualTo(lake.number("SELECT count(event_id_tab) FROM {events}"))
        .isBetween(120L, 220L);

    List<TestEvent> copies =
        sent.stream()
            .filter(event -> random.nextInt(3) == 0)
            .map(event ->
                event
                    .with("received_at", ((Instant) event.get("received_at")).plusSeconds(60))
                    .with("page", "/copy"))
            .toList();
    lake.append(copies.stream());
    lake.append(random(random, 300));
    compact();

    assertThat(lake.events()).hasSize(301).containsAll(before);

    compact();
    assertThat(lake.events()).hasSize(301).containsAll(before);
  }

  @Test
  void what_says_nothing_is_left_out() {
    UUID session = UUID.fromString("0198c5a0-1111-7abc-8def-0123456789ab");
    TestEvent event =
        TestEvent.of("a", "click", "ann", START)
            .with("session_id", session.toString())
            .with("sequence", 7)
            .with("sent_at", START.plusMillis(900))
            .with("received_at", START.plusMillis(1_001))
            .with(
                "event_id", EventIds.bytes(DerivedEventId.of(session, 7, START.toEpochMilli(), 9)));
    Instant wrong = START.minusSeconds(600);
    lake.append(
        event,
        event
            .with("distinct_id", "bob")
            .with("client_time", wrong)
            .with("sent_at", wrong.plusMillis(900))
            .with("received_at", START.plusMillis(2_000))
            .with(
                "event_id", EventIds.bytes(DerivedEventId.of(session, 8, wrong.toEpochMilli(), 0)))
            .with("sequence", 8));

    compact();

    Map<String, String> shown = new TreeMap<>();
    lake.query(
            "SELECT distinct_id, event_id, event_id_tab, sent_at IS NULL, client_time IS NULL,"
                + " unix_millis(received_at) - "
                + START.toEpochMilli()
                + " FROM {events}")
        .forEach(row -> shown.put(row.getString(0), row.toString()));
    assertThat(shown)
        .containsEntry("ann", "[ann,null,9,true,true,2000]")
        .containsEntry("bob", "[bob,null,0,false,false,2000]");
  }
}
