package metricflow.api.metadata;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Who did what to what, and when. Entries are added in the transaction of the change itself, so
 * there is an entry if and only if there is a change; nothing changes or deletes them.
 */
public final class AuditLog {
  private final MetadataStore store;
  private final Clock clock;

  /** The log of {@code store}. */
  public AuditLog(MetadataStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * What was changed.
   *
   * @param kind {@code key}, {@code member}, {@code insight} and so on
   * @param id its identity among those
   */
  public record Subject(String kind, String id) {}

  /**
   * One change.
   *
   * @param action {@code create}, {@code update}, {@code delete} and so on
   * @param before digest of the subject's state before, null when there was none
   * @param after digest of its state afterwards, null when it is gone
   */
  public record Entry(
      long auditId,
      Instant at,
      Actor actor,
      String action,
      Subject subject,
      UUID correlationId,
      String before,
      String after) {}

  /**
   * Adds an entry.
   *
   * @param before the state before, or null: equal states have equal texts
   * @param after the state afterwards, or null
   */
  void append(
      Connection connection,
      int projectId,
      Author by,
      String action,
      Subject subject,
      Object before,
      Object after)
      throws SQLException {
    Statements.update(
        connection,
        """
        INSERT INTO audit_log (project_id, occurred_at, actor_kind, actor_id, actor_name, action,
          subject_kind, subject_id, correlation_id, before_digest, after_digest)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
        """,
        projectId,
        clock.instant(),
        by.actor().kind().text(),
        by.actor().id(),
        by.actor().name(),
        action,
        subject.kind(),
        subject.id(),
        by.correlationId().toString(),
        digest(before),
        digest(after));
  }

  private static String digest(Object state) {
    return state == null ? null : KeyKind.hash(state.toString());
  }

  /**
   * A project's entries, latest first.
   *
   * @param before only entries with a smaller id
   * @param limit how many at most
   */
  public List<Entry> page(int projectId, long before, int limit) {
    return store.read(connection ->
        Statements.list(
            connection,
            AuditLog::entry,
            """
            SELECT * FROM audit_log WHERE project_id = ? AND audit_id < ?
            ORDER BY audit_id DESC FETCH FIRST ? ROWS ONLY\
            """,
            projectId,
            before,
            limit));
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getLong("audit_id"),
        Statements.instant(row, "occurred_at"),
        new Actor(
            Actor.Kind.of(row.getString("actor_kind")),
            row.getString("actor_id"),
            row.getString("actor_name")),
        row.getString("action"),
        new Subject(row.getString("subject_kind"), row.getString("subject_id")),
        UUID.fromString(row.getString("correlation_id")),
        row.getString("before_digest"),
        row.getString("after_digest"));
  }
}
