package metricflow.api.metadata;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** What teams say of their events and properties. Thread-safe. */
public final class SchemaNotes {
  /** Most notes of each kind a project may have. */
  public static final int MAX_NOTES = 5_000;

  private final MetadataStore store;
  private final AuditLog audit;

  /** The notes in {@code store}. */
  public SchemaNotes(MetadataStore store, AuditLog audit) {
    this.store = store;
    this.audit = audit;
  }

  /** A project's notes of a kind, by name. */
  public Map<String, SchemaNote> of(int projectId, SchemaNote.Kind kind) {
    List<SchemaNote> notes =
        store.read(connection ->
            Statements.list(
                connection,
                SchemaNotes::note,
                "SELECT * FROM schema_notes WHERE project_id = ? AND kind = ?",
                projectId,
                kind.text()));
    return notes.stream().collect(Collectors.toMap(SchemaNote::name, Function.identity()));
  }

  /**
   * Puts {@code note} in the place of what was noted.
   *
   * @throws ProblemException {@code LIMIT_REACHED}
   */
  public void put(int projectId, SchemaNote.Kind kind, SchemaNote note, Author by) {
    store.change(
        projectId,
        connection -> {
          Optional<SchemaNote> before = find(connection, projectId, kind, note.name());
          if (before.isEmpty()) {
            requireRoom(connection, projectId, kind);
          } else {
            Statements.update(
                connection,
                "DELETE FROM schema_notes WHERE project_id = ? AND kind = ? AND name = ?",
                projectId,
                kind.text(),
                note.name());
          }
          Statements.update(
              connection,
              "INSERT INTO schema_notes (project_id, kind, name, description, owner, hidden)"
                  + " VALUES (?, ?, ?, ?, ?, ?)",
              projectId,
              kind.text(),
              note.name(),
              note.description(),
              note.owner(),
              note.hidden());
          AuditLog.Subject subject = new AuditLog.Subject(kind.text(), note.name());
          audit.append(connection, projectId, by, "describe", subject, before.orElse(null), note);
          return note;
        });
  }

  private static Optional<SchemaNote> find(
      Connection connection, int projectId, SchemaNote.Kind kind, String name) throws SQLException {
    return Statements.first(
        connection,
        SchemaNotes::note,
        "SELECT * FROM schema_notes WHERE project_id = ? AND kind = ? AND name = ?",
        projectId,
        kind.text(),
        name);
  }

  private static void requireRoom(Connection connection, int projectId, SchemaNote.Kind kind)
      throws SQLException {
    long there =
        Statements.number(
            connection,
            "SELECT count(*) FROM schema_notes WHERE project_id = ? AND kind = ?",
            projectId,
            kind.text());
    if (there >= MAX_NOTES) {
      throw new ProblemException(
          ProblemType.LIMIT_REACHED,
          "%d are described already, the most there may be.".formatted(there));
    }
  }

  private static SchemaNote note(ResultSet row) throws SQLException {
    return new SchemaNote(
        row.getString("name"),
        row.getString("description"),
        row.getString("owner"),
        row.getBoolean("hidden"));
  }
}
