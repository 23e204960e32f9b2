package metricflow.api.metadata;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import metricflow.promotion.Property;
import metricflow.promotion.PropertyKind;

/** How often questions have used properties, by day, in the metadata store. */
public final class JdbcPropertyUse {
  private final MetadataStore store;

  /** Uses in {@code store}. */
  public JdbcPropertyUse(MetadataStore store) {
    this.store = store;
  }

  /**
   * A property as questions of a project use it.
   *
   * @param kind its text or its number
   */
  public record Use(int projectId, Property property, PropertyKind kind) {}

  /**
   * Uses of a time.
   *
   * @param questions number of questions
   */
  public record Total(Use use, long questions) {}

  /**
   * Adds to the day's numbers, in one transaction, and forgets days long past.
   *
   * @param questions number of questions to add, by use
   * @param oldest first day that is kept
   */
  public void add(LocalDate day, Map<Use, Long> questions, LocalDate oldest) {
    store.change(connection -> {
      for (Map.Entry<Use, Long> use : questions.entrySet()) {
        add(connection, day, use.getKey(), use.getValue());
      }
      return Statements.update(connection, "DELETE FROM property_use WHERE use_date < ?", oldest);
    });
  }

  private static void add(Connection connection, LocalDate day, Use use, long questions)
      throws SQLException {
    Object[] values = {
      questions,
      use.projectId(),
      use.property().object(),
      use.property().name(),
      use.kind().json(),
      day
    };
    int changed =
        Statements.update(
            connection,
            "UPDATE property_use SET questions = questions + ? WHERE project_id = ? AND object = ?"
                + " AND property = ? AND kind = ? AND use_date = ?",
            values);
    if (changed == 0) {
      Statements.update(
          connection,
          "INSERT INTO property_use (questions, project_id, object, property, kind, use_date)"
              + " VALUES (?, ?, ?, ?, ?, ?)",
          values);
    }
  }

  /** The uses since a day, the most frequent first. */
  public List<Total> since(LocalDate day) {
    return store.read(connection ->
        Statements.list(
            connection,
            row ->
                new Total(
                    new Use(
                        row.getInt(1),
                        new Property(row.getString(2), row.getString(3)),
                        PropertyKind.named(row.getString(4))),
                    row.getLong(5)),
            "SELECT project_id, object, property, kind, SUM(questions) FROM property_use"
                + " WHERE use_date >= ? GROUP BY project_id, object, property, kind"
                + " ORDER BY 5 DESC, 1, 2, 3, 4",
            day));
  }
}
