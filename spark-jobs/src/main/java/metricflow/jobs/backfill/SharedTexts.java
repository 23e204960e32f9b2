package metricflow.jobs.backfill;

import metricflow.event.Event;

/**
 * One object for a text that repeats, so that events held in memory share theirs: of an event's
 * texts hardly any but its properties is new. What is shared is also seen to be equal at a glance.
 */
final class SharedTexts {
  /** Texts remembered; a newer one takes the place of an older with the same place. */
  private static final int PLACES = 1 << 14;

  private final String[] texts = new String[PLACES];

  /** The same event. */
  Event shared(Event event) {
    return new Event(
        event.eventId(),
        shared(event.event()),
        shared(event.distinctId()),
        shared(event.anonymousId()),
        shared(event.sessionId()),
        event.sequence(),
        event.eventTime(),
        event.clientTime(),
        shared(event.host()),
        shared(event.page()),
        shared(event.referrer()),
        shared(event.utmSource()),
        shared(event.utmMedium()),
        shared(event.utmCampaign()),
        shared(event.country()),
        shared(event.device()),
        shared(event.browser()),
        shared(event.os()),
        shared(event.plan()),
        shared(event.sdk()),
        event.properties(),
        event.userProperties());
  }

  private String shared(String text) {
    if (text == null) {
      return null;
    }
    int hash = text.hashCode();
    int place = (hash ^ hash >>> 15) & (PLACES - 1);
    String known = texts[place];
    if (text.equals(known)) {
      return known;
    }
    texts[place] = text;
    return text;
  }
}
