package metricflow.api.collect;

import java.util.function.UnaryOperator;
import metricflow.event.Event;

/** Fills in what an event does not say and its request does. */
final class Enricher {
  private final UserAgents userAgents;
  private final Countries countries;

  Enricher(UserAgents userAgents, Countries countries) {
    this.userAgents = userAgents;
    this.countries = countries;
  }

  /** What to do to each event of {@code request}. */
  UnaryOperator<Event> of(CollectRequest request) {
    String country = request.country() == null ? countries.of(request.client()) : request.country();
    return event -> enrich(event, country, request.userAgent());
  }

  private Event enrich(Event event, String country, String userAgent) {
    boolean clientKnown = event.device() != null && event.browser() != null && event.os() != null;
    UserAgents.Client client =
        clientKnown ? UserAgents.Client.UNKNOWN : userAgents.client(userAgent);
    return event.enriched(country, client.device(), client.browser(), client.os());
  }
}
