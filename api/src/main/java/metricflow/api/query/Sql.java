package metricflow.api.query;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import metricflow.api.query.sql.ReadOnlySql;

/**
 * A query that the client wrote.
 *
 * @param sql what it reads
 * @param limit most rows told
 * @param asking tells apart askings of a query that may give something else each time; else 0
 */
public record Sql(ReadOnlySql sql, int limit, long asking) implements Query {
  private static final AtomicLong ASKINGS = new AtomicLong();

  static final String KIND = "sql";
  static final int DEFAULT_LIMIT = 1_000;
  static final int MAX_LIMIT = 10_000;

  @Override
  public String kind() {
    return KIND;
  }

  /** The query in the members of {@code fields}. */
  static Sql in(JsonFields fields) {
    fields.only(List.of("kind", "sql", "limit", "version"));
    ReadOnlySql sql = ReadOnlySql.of(fields.text("sql", ReadOnlySql.MAX_LENGTH), fields.at("sql"));
    return new Sql(
        sql,
        fields.has("limit") ? (int) fields.wholeNumber("limit", 1, MAX_LIMIT) : DEFAULT_LIMIT,
        sql.changing() ? ASKINGS.incrementAndGet() : 0);
  }

  /** The statement of one project with at most {@code rows} rows. */
  SqlStatement statement(LakeScope scope, long rows) {
    return new SqlStatement(sql.confined(scope.names(), scope.projectId(), rows), List.of());
  }
}
