package metricflow.streaming.live;

/** How the rebuild that was last asked for is getting on. */
public sealed interface RebuildState {
  /** Nobody has asked. */
  record None() implements RebuildState {}

  /** It waits for a micro-batch, or works. */
  record Running() implements RebuildState {}

  /** It is through. */
  record Done(RebuildReport report) implements RebuildState {}

  /** It did not end, for {@code reason}. */
  record Failed(String reason) implements RebuildState {}
}
