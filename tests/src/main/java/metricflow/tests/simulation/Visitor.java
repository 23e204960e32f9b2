package metricflow.tests.simulation;

import java.util.UUID;
import java.util.random.RandomGenerator;

/** One person with one device; anonymous until signed up. Confined to one thread. */
final class Visitor {
  private final Country country;
  private final Technology technology;
  private final String anonymousId;
  private String userId;
  private Plan plan;
  private UUID session;
  private long lastEvent = Long.MIN_VALUE;
  private int sequence;

  Visitor(Country country, RandomGenerator random) {
    this.country = country;
    this.technology = World.technology(country, random);
    this.anonymousId = new UUID(random.nextLong(), random.nextLong()).toString();
  }

  Country country() {
    return country;
  }

  Technology technology() {
    return technology;
  }

  String anonymousId() {
    return anonymousId;
  }

  /** The user id once signed up, else the anonymous id. */
  String distinctId() {
    return userId == null ? anonymousId : userId;
  }

  boolean signedUp() {
    return userId != null;
  }

  /** The plan subscribed to, or null before signing up. */
  Plan plan() {
    return plan;
  }

  UUID session() {
    return session;
  }

  /** Time of the latest event, epoch milliseconds. */
  long lastEvent() {
    return lastEvent;
  }

  void signUp(Plan chosen) {
    userId = "user-" + anonymousId.substring(0, 8);
    plan = chosen;
  }

  void subscribe(Plan chosen) {
    plan = chosen;
  }

  /** Counts an event at {@code time} and gives its sequence number. */
  int act(long time, RandomGenerator random) {
    if (session == null || time - lastEvent > World.SESSION_GAP_MILLIS) {
      session = new UUID(time << 16 | 0x7000L, random.nextLong() >>> 16 | Long.MIN_VALUE);
    }
    lastEvent = time;
    return sequence++;
  }
}
