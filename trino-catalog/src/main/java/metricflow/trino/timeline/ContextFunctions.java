package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import io.trino.spi.block.SqlMap;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;

/** What is asked, beside a question about timelines, about the contexts of events. */
public final class ContextFunctions {
  private ContextFunctions() {}

  /**
   * {@code in_contexts(question, masks, groups)}: a question in which an event counts by its
   * context too. {@code masks} tells of a context which bits of an event's mask it lets stand;
   * those without one let none. {@code groups} names the group that an event with the context is
   * in, for functions that count by group.
   */
  @ScalarFunction("in_contexts")
  @Description("A question about timelines in which events count by their contexts too")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice inContexts(
      @SqlType(StandardTypes.VARBINARY) Slice question,
      @SqlType("map(bigint,bigint)") SqlMap masks,
      @SqlType("map(bigint,varchar)") SqlMap groups) {
    return TimelineQuestion.of(question).with(ContextMeanings.ofContexts(masks, groups));
  }

  /**
   * {@code in_groups(question, groups)}: a question in which {@code groups} names the group of an
   * event by its code.
   */
  @ScalarFunction("in_groups")
  @Description("A question about timelines in which events are in groups by their codes")
  @SqlType(StandardTypes.VARBINARY)
  public static Slice inGroups(
      @SqlType(StandardTypes.VARBINARY) Slice question,
      @SqlType("map(bigint,varchar)") SqlMap groups) {
    return TimelineQuestion.of(question).with(ContextMeanings.ofCodes(groups));
  }
}
