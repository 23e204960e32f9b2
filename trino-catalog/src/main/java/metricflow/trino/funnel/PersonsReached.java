package metricflow.trino.funnel;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import metricflow.funnel.FunnelMatcher;
import metricflow.funnel.FunnelRules;
import metricflow.trino.timeline.PersonTimelinesState;
import metricflow.trino.timeline.TimelineQuestion;

/** Counts the persons, or sessions, whose timelines a group has. */
final class PersonsReached {
  private PersonsReached() {}

  /**
   * Hands on each person or session that reached a step.
   *
   * @return the number of steps asked about; 0 when the group has nothing
   */
  static int match(PersonTimelinesState state, Consumer<FunnelMatcher> reached) {
    TimelineQuestion question = state.question();
    if (question == null) {
      return 0;
    }
    ByteBuffer rest = question.rest();
    FunnelRules rules = FunnelQuestion.rules(rest);
    long sessionsFrom = rest.getLong();
    FunnelMatcher matcher = rules.matcher();
    if (sessionsFrom == FunnelQuestion.PERSONS) {
      state.forEachPerson(events -> {
        if (events.match(matcher) > 0) {
          reached.accept(matcher);
        }
      });
    } else {
      PersonSessions sessions = new PersonSessions();
      state.forEachPerson(events -> sessions.match(events, sessionsFrom, matcher, reached));
    }
    return rules.steps();
  }
}
