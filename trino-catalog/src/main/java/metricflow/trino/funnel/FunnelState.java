package metricflow.trino.funnel;

import io.airlift.slice.Slice;
import io.trino.spi.function.AccumulatorStateMetadata;
import metricflow.funnel.FunnelMatcher;
import metricflow.funnel.FunnelRules;
import metricflow.trino.group.GroupState;

/** What has been gathered of the group at hand. */
@AccumulatorStateMetadata(
    stateFactoryClass = FunnelStateFactory.class,
    stateSerializerClass = FunnelStateSerializer.class)
public interface FunnelState extends GroupState<FunnelProgress> {
  /** The rules that the arguments of a function name. */
  FunnelRules rules(long steps, long windowMillis, Slice mode);

  /** What counts by {@code rules}. */
  FunnelMatcher matcher(FunnelRules rules);

  /** Reads what {@code funnel_question} makes. */
  FunnelQuestion question();

  /** Adds the events of a timeline, or an event on its own. */
  default void add(Slice question, Slice timeline) {
    question().ask(question);
    grew(progress(question().rules()).add(question(), timeline));
  }

  /** Adds an event of the group. */
  default void add(FunnelRules rules, long millis, int sequence, long stepMask) {
    if (!rules.concerns(stepMask)) {
      return;
    }
    grew(progress(rules).add(millis, sequence, stepMask));
  }

  /** Adds all events of {@code other}, which may be null. */
  default void addAll(FunnelProgress other) {
    if (other != null) {
      grew(progress(other.rules()).addAll(other));
    }
  }

  private FunnelProgress progress(FunnelRules rules) {
    FunnelProgress progress = get();
    if (progress == null) {
      progress = new FunnelProgress(rules);
      set(progress);
    }
    progress.checkSame(rules);
    return progress;
  }

  /** A matcher that has seen the group's events, or null when none counted. */
  default FunnelMatcher matched() {
    FunnelProgress progress = get();
    if (progress == null) {
      return null;
    }
    FunnelMatcher matcher = matcher(progress.rules());
    progress.events().match(matcher);
    return matcher;
  }
}
