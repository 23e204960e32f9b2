package metricflow.trino.funnel;

import java.util.function.Consumer;
import metricflow.funnel.FunnelEvents;
import metricflow.funnel.FunnelMatcher;
import metricflow.session.SessionSplitter;

/** The sessions of one person after another, each counted alone. */
final class PersonSessions {
  private final SessionSplitter splitter = new SessionSplitter();
  private final FunnelEvents session = new FunnelEvents();

  /**
   * Counts the sessions that begin at {@code fromMillis} or later and hands on those that reached a
   * step.
   *
   * @param events all events of the person
   */
  void match(
      FunnelEvents events,
      long fromMillis,
      FunnelMatcher matcher,
      Consumer<FunnelMatcher> reached) {
    splitter.reset();
    session.clear();
    boolean counts = false;
    for (int i = 0; i < events.size(); i++) {
      long time = events.time(i);
      if (splitter.starts(time)) {
        match(matcher, reached);
        counts = time >= fromMillis;
      }
      if (counts && matcher.rules().concerns(events.mask(i))) {
        session.add(time, events.sequence(i), events.mask(i));
      }
    }
    match(matcher, reached);
  }

  private void match(FunnelMatcher matcher, Consumer<FunnelMatcher> reached) {
    if (session.size() > 0 && session.match(matcher) > 0) {
      reached.accept(matcher);
    }
    session.clear();
  }
}
