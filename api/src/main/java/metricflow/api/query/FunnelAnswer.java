package metricflow.api.query;

import java.util.List;

/** The answers to {@link Funnel} and {@link FunnelPersons}. */
final class FunnelAnswer {
  private static final String EVENTS_IN_ORDER =
      "Timelines lack other fields and the order of steps within an instant; events have both.";

  private static final String RAW = "raw";

  private FunnelAnswer() {}

  static Answer of(Asking asking, Funnel query) {
    List<Row> rows =
        asking.run(
            new FunnelSql(asking.lake()).compile(asking.projectId(), query, asking.rolled()));
    return FunnelReader.answer(asking.receipt(RAW, EVENTS_IN_ORDER), query, rows);
  }

  static Answer of(Asking asking, FunnelPersons query) {
    List<Row> rows =
        asking.run(
            new FunnelSql(asking.lake()).compile(asking.projectId(), query, asking.rolled()));
    return FunnelReader.answer(asking.receipt(RAW, EVENTS_IN_ORDER), query, rows);
  }
}
