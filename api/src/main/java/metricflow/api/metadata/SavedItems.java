package metricflow.api.metadata;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import metricflow.event.EventIds;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/**
 * What the teams of projects save. Who changes an item names the version they have seen, so that
 * nobody overwrites what they do not know. Thread-safe.
 */
public final class SavedItems {
  private static final int NAMED_USERS = 5;

  private final MetadataStore store;
  private final AuditLog audit;
  private final Clock clock;

  /** The items in {@code store}. */
  public SavedItems(MetadataStore store, AuditLog audit, Clock clock) {
    this.store = store;
    this.audit = audit;
    this.clock = clock;
  }

  /** A project's items of a kind, oldest first. */
  public List<SavedItem> of(int projectId, ItemKind kind) {
    return store.read(connection ->
        Statements.list(
            connection,
            SavedItems::item,
            "SELECT * FROM saved_items WHERE project_id = ? AND kind = ? ORDER BY item_id",
            projectId,
            kind.text()));
  }

  /**
   * One item.
   *
   * @throws ProblemException {@code NOT_FOUND} when the project has no such item of this kind
   */
  public SavedItem get(int projectId, SavedItem.Ref ref) {
    return store.read(connection -> find(connection, projectId, ref));
  }

  /**
   * Saves a new item.
   *
   * @throws ProblemException {@code LIMIT_REACHED}, or {@code QUERY_INVALID} when it shows an item
   *     that the project does not have
   */
  public SavedItem create(int projectId, ItemKind kind, SavedItem.Draft draft, Author by) {
    return store.change(
        projectId,
        connection -> {
          requireRoom(connection, projectId, kind);
          String itemId = EventIds.timeOrdered(clock.millis()).toString();
          Statements.update(
              connection,
              "INSERT INTO saved_items (item_id, project_id, kind, name, definition, version,"
                  + " created_at, created_by, updated_at, updated_by)"
                  + " VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?)",
              itemId,
              projectId,
              kind.text(),
              draft.name(),
              draft.definition(),
              clock.instant(),
              by.actor().name(),
              clock.instant(),
              by.actor().name());
          SavedItem.Ref ref = new SavedItem.Ref(kind, itemId);
          relate(connection, projectId, ref, draft);
          SavedItem created = find(connection, projectId, ref);
          audit.append(connection, projectId, by, "create", subject(ref), null, created);
          return created;
        });
  }

  /**
   * Puts {@code draft} in the place of what the item was.
   *
   * @param version the one known to whoever changes it; none: whichever there is
   * @throws ProblemException {@code NOT_FOUND}; {@code EDIT_CONFLICT} when the item has another
   *     version; {@code QUERY_INVALID} as for {@link #create}
   */
  public SavedItem put(
      int projectId, SavedItem.Ref ref, OptionalInt version, SavedItem.Draft draft, Author by) {
    return store.change(
        projectId,
        connection -> {
          SavedItem before = find(connection, projectId, ref);
          requireVersion(before, version);
          Statements.update(
              connection,
              "UPDATE saved_items SET name = ?, definition = ?, version = version + 1,"
                  + " updated_at = ?, updated_by = ? WHERE item_id = ?",
              draft.name(),
              draft.definition(),
              clock.instant(),
              by.actor().name(),
              ref.itemId());
          relate(connection, projectId, ref, draft);
          SavedItem after = find(connection, projectId, ref);
          audit.append(connection, projectId, by, "update", subject(ref), before, after);
          return after;
        });
  }

  /**
   * Deletes an item; parameters and problems as for {@link #put}.
   *
   * @throws ProblemException {@code IN_USE} when another item shows it
   */
  public void delete(int projectId, SavedItem.Ref ref, OptionalInt version, Author by) {
    store.change(
        projectId,
        connection -> {
          SavedItem before = find(connection, projectId, ref);
          requireVersion(before, version);
          requireUnused(connection, ref);
          Statements.update(connection, "DELETE FROM saved_items WHERE item_id = ?", ref.itemId());
          audit.append(connection, projectId, by, "delete", subject(ref), before, null);
          return before;
        });
  }

  private static void requireRoom(Connection connection, int projectId, ItemKind kind)
      throws SQLException {
    long there =
        Statements.number(
            connection,
            "SELECT count(*) FROM saved_items WHERE project_id = ? AND kind = ?",
            projectId,
            kind.text());
    if (there >= kind.most()) {
      throw new ProblemException(
          ProblemType.LIMIT_REACHED,
          "The project has %d %ss, the most it may have.".formatted(there, kind.text()));
    }
  }

  private static void requireVersion(SavedItem item, OptionalInt version) {
    if (version.isPresent() && version.getAsInt() != item.version()) {
      throw new ProblemException(
          ProblemType.EDIT_CONFLICT,
          "The %s has version %d by now; the request is about version %d."
              .formatted(item.kind().text(), item.version(), version.getAsInt()));
    }
  }

  private static void requireUnused(Connection connection, SavedItem.Ref ref) throws SQLException {
    List<String> users =
        Statements.list(
            connection,
            row -> "%s '%s'".formatted(row.getString("kind"), row.getString("name")),
            """
            SELECT i.kind, i.name FROM saved_item_uses u
            JOIN saved_items i ON i.item_id = u.item_id
            WHERE u.used_id = ? ORDER BY i.item_id FETCH FIRST ? ROWS ONLY\
            """,
            ref.itemId(),
            NAMED_USERS);
    if (!users.isEmpty()) {
      throw new ProblemException(
          ProblemType.IN_USE, "It is shown by %s.".formatted(String.join(", ", users)));
    }
  }

  /** Writes what an item shows and when it is made, instead of what was there. */
  private static void relate(
      Connection connection, int projectId, SavedItem.Ref ref, SavedItem.Draft draft)
      throws SQLException {
    Statements.update(connection, "DELETE FROM saved_item_uses WHERE item_id = ?", ref.itemId());
    for (Map.Entry<String, ItemKind> use : draft.uses().entrySet()) {
      int shown =
          Statements.update(
              connection,
              """
              INSERT INTO saved_item_uses (item_id, used_id)
              SELECT CAST(? AS VARCHAR(36)), item_id FROM saved_items
              WHERE project_id = ? AND kind = ? AND item_id = ?\
              """,
              ref.itemId(),
              projectId,
              use.getValue().text(),
              use.getKey());
      if (shown == 0) {
        throw new ProblemException(
            ProblemType.QUERY_INVALID,
            "The project has no %s '%s'.".formatted(use.getValue().text(), use.getKey()));
      }
    }
    if (ref.kind() == ItemKind.REPORT) {
      ReportRuns.plan(connection, ref.itemId(), draft.nextRunAt());
    }
  }

  static SavedItem find(Connection connection, int projectId, SavedItem.Ref ref)
      throws SQLException {
    return Statements.first(
            connection,
            SavedItems::item,
            "SELECT * FROM saved_items WHERE project_id = ? AND kind = ? AND item_id = ?",
            projectId,
            ref.kind().text(),
            ref.itemId())
        .orElseThrow(() ->
            new ProblemException(
                ProblemType.NOT_FOUND, "The project has no such %s.".formatted(ref.kind().text())));
  }

  static AuditLog.Subject subject(SavedItem.Ref ref) {
    return new AuditLog.Subject(ref.kind().text(), ref.itemId());
  }

  private static SavedItem item(ResultSet row) throws SQLException {
    return new SavedItem(
        row.getString("item_id"),
        ItemKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getString("name"),
        row.getString("definition"),
        row.getInt("version"),
        Statements.instant(row, "created_at"),
        row.getString("created_by"),
        Statements.instant(row, "updated_at"),
        row.getString("updated_by"));
  }
}
