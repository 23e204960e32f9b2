package metricflow.tests.e2e;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Times from a click in the shop to what it changes on the dashboard, in milliseconds. */
final class DashboardDelay {
  private final Map<String, Long> millis = new LinkedHashMap<>();

  /** Clicks, waits until {@code shown} returns and records how long that took. */
  void measure(String event, Runnable click, Runnable shown) {
    long start = System.nanoTime();
    click.run();
    shown.run();
    long taken = Duration.ofNanos(System.nanoTime() - start).toMillis();
    millis.put(event, taken);
    Figures.record("shop.%s_to_dashboard_ms".formatted(event), taken);
  }

  /** What was measured, by event. */
  Map<String, Long> millis() {
    return Map.copyOf(millis);
  }
}
