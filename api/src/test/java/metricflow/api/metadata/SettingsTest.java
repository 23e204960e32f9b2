package metricflow.api.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SettingsTest {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final AtomicLong nanos = new AtomicLong();
  private final SettableClock clock = new SettableClock();
  private final MetadataStore store = Database.H2.open();
  private final int shop = new JdbcProjects(store, clock).create("Shop").project().projectId();
  private final Settings here = settings();
  private final Settings elsewhere = settings();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_zone_put_here_is_seen_at_once_and_elsewhere_after_ten_seconds() {
    assertThat(here.timeZone(shop)).isEqualTo(UTC);
    assertThat(elsewhere.timeZone(shop)).isEqualTo(UTC);

    here.put(shop, new ProjectSettings("Shop", BERLIN.getId(), null), Author.admin());

    assertThat(here.timeZone(shop)).isEqualTo(BERLIN);
    assertThat(elsewhere.timeZone(shop)).isEqualTo(UTC);
    nanos.addAndGet(Duration.ofSeconds(11).toNanos());
    assertThat(elsewhere.timeZone(shop)).isEqualTo(BERLIN);
  }

  @Test
  void the_zone_known_before_stays_while_the_store_is_away() {
    here.put(shop, new ProjectSettings("Shop", BERLIN.getId(), null), Author.admin());
    assertThat(here.timeZone(shop)).isEqualTo(BERLIN);

    store.close();
    nanos.addAndGet(Duration.ofMinutes(5).toNanos());
    assertThat(here.timeZone(shop)).isEqualTo(BERLIN);
  }

  private Settings settings() {
    return new Settings(store, new AuditLog(store, clock), nanos::get);
  }
}
