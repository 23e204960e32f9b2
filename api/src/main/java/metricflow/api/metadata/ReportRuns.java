package metricflow.api.metadata;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** When reports are due and what became of them. Whoever makes them says so here. Thread-safe. */
public final class ReportRuns {
  private final MetadataStore store;
  private final AuditLog audit;
  private final Clock clock;

  /** The runs in {@code store}. */
  public ReportRuns(MetadataStore store, AuditLog audit, Clock clock) {
    this.store = store;
    this.audit = audit;
    this.clock = clock;
  }

  /** What became of a run. */
  public enum Status {
    /** Everybody has it. */
    DELIVERED,
    /** Somebody has it not. */
    FAILED;

    /** Its name in JSON and in the store. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The times of a report.
   *
   * @param nextRunAt null while it is switched off
   * @param lastRunAt null when it never ran
   * @param lastStatus name of a {@link Status}, or null
   */
  public record Times(Instant nextRunAt, Instant lastRunAt, String lastStatus) {
    /** Whether the report is to be made now. */
    public boolean isDue(Instant now) {
      return nextRunAt != null && !nextRunAt.isAfter(now);
    }
  }

  /** The times of a project's reports, by item id. */
  public Map<String, Times> of(int projectId) {
    Map<String, Times> times = new HashMap<>();
    store.read(connection ->
        Statements.list(
            connection,
            row ->
                times.put(
                    row.getString("item_id"),
                    new Times(
                        Statements.instant(row, "next_run_at"),
                        Statements.instant(row, "last_run_at"),
                        row.getString("last_status"))),
            """
            SELECT r.* FROM report_runs r JOIN saved_items i ON i.item_id = r.item_id
            WHERE i.project_id = ?\
            """,
            projectId));
    return times;
  }

  /**
   * Notes a run that has ended.
   *
   * @param nextRunAt when the report is due again
   * @throws metricflow.problem.ProblemException {@code NOT_FOUND} when the project has no such
   *     report
   */
  public void finish(
      int projectId, SavedItem.Ref report, Status status, Instant nextRunAt, Author by) {
    store.change(
        projectId,
        connection -> {
          SavedItem item = SavedItems.find(connection, projectId, report);
          Statements.update(
              connection,
              """
              UPDATE report_runs SET next_run_at = ?, last_run_at = ?, last_status = ?
              WHERE item_id = ?\
              """,
              nextRunAt,
              clock.instant(),
              status.text(),
              report.itemId());
          audit.append(
              connection, projectId, by, status.text(), SavedItems.subject(report), item, item);
          return item;
        });
  }

  /** Says when a report is to be made next, as part of a change of it. */
  static void plan(Connection connection, String itemId, Instant nextRunAt) throws SQLException {
    int known =
        Statements.update(
            connection,
            "UPDATE report_runs SET next_run_at = ? WHERE item_id = ?",
            nextRunAt,
            itemId);
    if (known == 0) {
      Statements.update(
          connection,
          "INSERT INTO report_runs (item_id, next_run_at) VALUES (?, ?)",
          itemId,
          nextRunAt);
    }
  }
}
