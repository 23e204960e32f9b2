package metricflow.trino.funnel;

import io.airlift.slice.Slice;
import io.trino.spi.function.AccumulatorState;
import io.trino.spi.function.AccumulatorStateMetadata;
import metricflow.funnel.FunnelMatcher;
import metricflow.funnel.FunnelRules;

/**
 * What has been gathered of the group at hand.
 *
 * <p>It never travels: all rows of a person go to one worker first, and are counted there.
 * Gathering part of a person's events before they travel would save nothing, since all of them are
 * needed.
 */
@AccumulatorStateMetadata(
    stateFactoryClass = FunnelStateFactory.class,
    stateSerializerClass = FunnelStateSerializer.class)
public interface FunnelState extends AccumulatorState {
  /** The rules that the arguments of a function name. */
  FunnelRules rules(long steps, long windowMillis, Slice mode);

  /** Adds an event of the group, if it matters. */
  void add(FunnelRules rowRules, long millis, int sequence, long stepMask);

  /** Adds what matters of a timeline, or an event on its own, to what {@code asked} asks. */
  void add(Slice asked, Slice timeline);

  /** A matcher that has seen the group's events, or null when no row counted. */
  FunnelMatcher matched();
}
