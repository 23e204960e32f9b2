package metricflow.trino;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The views that analysts read: one file of SQL each, in {@code views/} beside this class. */
final class ViewSql {
  /** Names of all views. */
  static final List<String> NAMES =
      List.of(
          "events",
          "rejected_events",
          "person_map",
          "daily_metrics",
          "hourly_metrics",
          "sessions",
          "user_days",
          "first_seen",
          "timeline_codes",
          "persons");

  private ViewSql() {}

  /** The statement that makes the view. */
  static String of(String view, CatalogNames names) {
    return template(view)
        .replace("${views}", names.adminViews())
        .replace("${tables}", names.tables());
  }

  private static String template(String view) {
    String file = "views/" + view + ".sql";
    try (InputStream sql = ViewSql.class.getResourceAsStream(file)) {
      if (sql == null) {
        throw new IllegalStateException("no SQL for the view " + view + ": " + file);
      }
      return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
