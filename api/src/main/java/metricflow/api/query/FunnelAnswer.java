package metricflow.api.query;

import java.util.List;

/** The answers to {@link Funnel} and {@link FunnelPersons}. */
final class FunnelAnswer {
  private static final String RAW = "raw";
  private static final String EVENTS_IN_ORDER = "No rollup holds the order of a person's events.";

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
