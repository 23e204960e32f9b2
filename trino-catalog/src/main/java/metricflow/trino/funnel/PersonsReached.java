package metricflow.trino.funnel;

import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import metricflow.funnel.FunnelEvents;
import metricflow.funnel.FunnelMatcher;
import metricflow.funnel.FunnelRules;
import metricflow.trino.timeline.GroupNames;
import metricflow.trino.timeline.PersonTimelinesState;
import metricflow.trino.timeline.TimelineQuestion;

/** Counts the persons, or sessions, whose timelines a group has. */
final class PersonsReached {
  private final FunnelMatcher matcher;
  private final BiConsumer<FunnelEvents, Consumer<FunnelMatcher>> person;

  private PersonsReached(TimelineQuestion question) {
    ByteBuffer rest = question.rest();
    matcher = FunnelQuestion.rules(rest).matcher();
    long sessionsFrom = rest.getLong();
    if (sessionsFrom == FunnelQuestion.PERSONS) {
      person =
          (events, reached) -> {
            if (events.match(matcher) > 0) {
              reached.accept(matcher);
            }
          };
    } else {
      PersonSessions sessions = new PersonSessions();
      person = (events, reached) -> sessions.match(events, sessionsFrom, matcher, reached);
    }
  }

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
    PersonsReached persons = new PersonsReached(question);
    state.forEachPerson(events -> persons.person.accept(events, reached));
    return persons.rules().steps();
  }

  /**
   * The same with the group of each, a number of {@code names}.
   *
   * @param names the groups of the state, to which others come
   */
  static int match(
      PersonTimelinesState state, GroupNames names, ObjIntConsumer<FunnelMatcher> reached) {
    TimelineQuestion question = state.question();
    if (question == null) {
      return 0;
    }
    PersonsReached persons = new PersonsReached(question);
    state.forEachPerson(
        names,
        (events, grouped) ->
            persons.person.accept(
                events,
                matcher -> reached.accept(matcher, FirstGroup.of(matcher, grouped, names))));
    return persons.rules().steps();
  }

  private FunnelRules rules() {
    return matcher.rules();
  }
}
