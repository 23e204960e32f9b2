package metricflow.jobs.rollup;

import metricflow.event.Dimension;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Of each text the first value that events have. */
final class FirstTexts {
  private static final Dimension[] TEXTS = Dimension.values();

  private final UTF8String[] values = new UTF8String[TEXTS.length];

  /** Takes the next event, a row of {@link PersonEvents}. */
  void add(InternalRow event) {
    for (int i = 0; i < values.length; i++) {
      int position = PersonEvents.position(TEXTS[i]);
      if (values[i] == null && !event.isNullAt(position)) {
        values[i] = event.getUTF8String(position).copy();
      }
    }
  }

  /** The first value, or null. */
  UTF8String get(Dimension text) {
    return values[text.ordinal()];
  }
}
