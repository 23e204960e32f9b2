package metricflow.trino.funnel;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;
import io.trino.spi.block.SqlMap;
import metricflow.timeline.TimelineReader;
import metricflow.trino.timeline.CodeMasks;
import metricflow.trino.timeline.TimelineQuestion;

/** The events of timelines, with the masks that their codes have. */
final class TimelineEvents {
  private final TimelineReader reader = new TimelineReader();
  private SqlMap read;
  private CodeMasks codeMasks = CodeMasks.NONE;

  /**
   * Hands on all events of a timeline; fails the query when it is damaged. It is read to its end in
   * any case: whether damage shows must not depend on the funnel.
   */
  void read(Slice timeline, SqlMap stepMasks, TimelineQuestion.Taker taker) {
    if (stepMasks != read) {
      codeMasks = CodeMasks.of(stepMasks);
      read = stepMasks;
    }
    int from = timeline.byteArrayOffset();
    try {
      reader.open(timeline.byteArray(), from, from + timeline.length());
      while (reader.next()) {
        taker.take(reader.time(), reader.sequence(), codeMasks.of(reader.code()));
      }
    } catch (IllegalArgumentException damaged) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT, "timeline_funnel: " + damaged.getMessage(), damaged);
    }
  }
}
