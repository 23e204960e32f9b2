package metricflow.view;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A view.
 *
 * @param name its name in SQL
 */
public record View(String name) {
  private static final List<View> ALL =
      List.of(
          new View("events"),
          new View("rejected_events"),
          new View("person_map"),
          new View("daily_metrics"),
          new View("hourly_metrics"),
          new View("hourly_contexts"),
          new View("sessions"),
          new View("user_days"),
          new View("first_seen"),
          new View("timeline_codes"),
          new View("persons"));

  private static final Pattern TABLE = Pattern.compile("\\$\\{tables}\\.([a-z_]+)");
  private static final String QUERY = "\nAS\n";

  /** All views. */
  public static List<View> all() {
    return ALL;
  }

  /** The view of that name. */
  public static View named(String name) {
    return ALL.stream().filter(view -> view.name.equals(name)).findFirst().orElseThrow();
  }

  /**
   * Trino SQL that makes the view.
   *
   * @param schema where, with its catalog
   * @param tables schema of the tables, with its catalog
   */
  public String createSql(String schema, String tables) {
    return text().replace("${views}", schema).replace("${tables}", tables);
  }

  /**
   * The query that the view stands for, on one line.
   *
   * @param table how a table of that name is read
   */
  public String query(UnaryOperator<String> table) {
    String text = text();
    String query = text.substring(text.indexOf(QUERY) + QUERY.length()).strip();
    return TABLE
        .matcher(query.replaceAll("\\s+", " "))
        .replaceAll(found -> Matcher.quoteReplacement(table.apply(found.group(1))));
  }

  private String text() {
    try (InputStream sql = View.class.getResourceAsStream(name + ".sql")) {
      if (sql == null) {
        throw new IllegalStateException("no SQL for the view " + name);
      }
      return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
