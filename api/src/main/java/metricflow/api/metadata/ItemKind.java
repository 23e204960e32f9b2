package metricflow.api.metadata;

import java.util.Locale;

/** What teams save. */
public enum ItemKind {
  /** A named question. */
  INSIGHT(500),
  /** Insights and texts in an order. */
  DASHBOARD(100),
  /** An insight or a dashboard, to be sent by a schedule. */
  REPORT(100);

  private final int most;

  ItemKind(int most) {
    this.most = most;
  }

  /** How many a project may have. */
  public int most() {
    return most;
  }

  /** Its name in JSON, in addresses and in the store. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
