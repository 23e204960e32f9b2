package metricflow.tests.exactlyonce;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Endless events of visitors who come, look around and leave. Visitors are so many that no cap on a
 * live funnel's memory of one of them is ever reached, and so few that 400,000 events of a project
 * do not reach the cap on their number.
 */
final class Visits {
  private static final int VISITORS_AT_ONCE = 150;
  private static final int MOST_EVENTS = 16;
  private static final double UNUSABLE = 0.02;
  private static final double LATE = 0.1;
  private static final int LATEST_MILLIS = 90_000;
  private static final List<String> PAGES = List.of("/", "/pricing", "/docs", "/a|b ü", "");
  private static final List<String> COUNTRIES = List.of("DE", "FR", "US", "JP", "");
  private static final List<String> DEVICES = List.of("desktop", "mobile", "tablet", "");
  private static final List<String> PLANS = List.of("free", "pro", "");

  private final RandomGenerator random;
  private final List<Visitor> visitors = new ArrayList<>();
  private int visitorsSoFar;

  private static final class Visitor {
    final Map<String, Object> constant = new HashMap<>();
    int eventsLeft;
    int sequence;
  }

  Visits(RandomGenerator random) {
    this.random = random;
    for (int i = 0; i < VISITORS_AT_ONCE; i++) {
      visitors.add(newVisitor());
    }
  }

  /** The next event; a few cannot be used, for want of a name. */
  Map<String, Object> next(UUID eventId) {
    int place = random.nextInt(visitors.size());
    if (visitors.get(place).eventsLeft == 0) {
      visitors.set(place, newVisitor());
    }
    Visitor visitor = visitors.get(place);
    Map<String, Object> event = new HashMap<>(visitor.constant);
    event.put("event_id", eventId.toString());
    event.put("event_time", time().toString());
    event.put("sequence", visitor.sequence);
    String name = name(visitor);
    if (random.nextDouble() >= UNUSABLE) {
      event.put("event", name);
    }
    put(event, "page", pick(PAGES));
    visitor.sequence++;
    visitor.eventsLeft--;
    return event;
  }

  /** Mostly now; some events come late, so that a micro-batch touches several minutes. */
  private Instant time() {
    long late = random.nextDouble() < LATE ? random.nextInt(LATEST_MILLIS) : 0;
    return Instant.ofEpochMilli(System.currentTimeMillis() - late);
  }

  private String name(Visitor visitor) {
    if (visitor.sequence == 0) {
      return "page_view";
    }
    return switch (random.nextInt(10)) {
      case 0, 1 -> "sign_up";
      case 2 -> "purchase";
      case 3 -> "click";
      default -> "page_view";
    };
  }

  private Visitor newVisitor() {
    Visitor visitor = new Visitor();
    String id = "visitor-" + visitorsSoFar;
    visitor.constant.put("distinct_id", id);
    if (visitorsSoFar % 2 == 0) {
      visitor.constant.put("anonymous_id", id);
    }
    visitorsSoFar++;
    put(visitor.constant, "country", pick(COUNTRIES));
    put(visitor.constant, "device", pick(DEVICES));
    put(visitor.constant, "plan", pick(PLANS));
    visitor.eventsLeft = random.nextInt(1, MOST_EVENTS + 1);
    return visitor;
  }

  private String pick(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static void put(Map<String, Object> fields, String field, String value) {
    if (!value.isEmpty()) {
      fields.put(field, value);
    }
  }
}
