package metricflow.api.collect;

import metricflow.event.Event;

/** Fills in what an event does not say and its request does. */
final class Enricher {
  private final UserAgents userAgents;

  Enricher(UserAgents userAgents) {
    this.userAgents = userAgents;
  }

  Event enrich(Event event, CollectRequest request) {
    boolean clientKnown = event.device() != null && event.browser() != null && event.os() != null;
    UserAgents.Client client =
        clientKnown ? UserAgents.Client.UNKNOWN : userAgents.client(request.userAgent());
    return event.enriched(request.country(), client.device(), client.browser(), client.os());
  }
}
