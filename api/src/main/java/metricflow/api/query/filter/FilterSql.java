package metricflow.api.query.filter;

import java.util.List;
import metricflow.api.query.PersonConditionSql;
import metricflow.api.query.SqlStatement;

/**
 * A {@link Filter} as SQL. Where an event has no value the SQL may be NULL instead of false: both
 * pass nothing on, and {@code NOT} takes NULL for false. Bare comparisons let Trino skip files.
 */
public final class FilterSql {
  private static final String LARGEST = "1.7976931348623157E308";

  private FilterSql() {}

  /** Writes the condition, in parentheses where it needs them. */
  public static void condition(SqlStatement.Builder sql, Filter filter) {
    switch (filter) {
      case Filter.All all -> joined(sql, all.filters(), " AND ", "TRUE");
      case Filter.Any any -> joined(sql, any.filters(), " OR ", "FALSE");
      case Filter.Not not -> {
        sql.text("NOT coalesce(");
        condition(sql, not.filter());
        sql.text(", FALSE)");
      }
      case Filter.Is is -> is(sql, is);
      case Filter.Contains contains -> {
        sql.text("strpos(");
        FieldSql.text(sql, contains.field());
        sql.text(", ").value(contains.text()).text(") > 0");
      }
      case Filter.Matches matches -> {
        sql.text("regexp_like(");
        FieldSql.text(sql, matches.field());
        sql.text(", ").value(matches.pattern()).text(")");
      }
      case Filter.IsSet set -> {
        FieldSql.text(sql, set.field());
        sql.text(" IS NOT NULL");
      }
      case Filter.Compares compares -> compares(sql, compares);
      case Filter.Since since -> {
        FieldSql.date(sql, since.field());
        sql.text(" >= ").value(since.day());
      }
      case Filter.Before before -> {
        FieldSql.date(sql, before.field());
        sql.text(" < ").value(before.day());
      }
      case Filter.OfPerson person -> PersonConditionSql.condition(sql, person);
    }
  }

  private static void joined(
      SqlStatement.Builder sql, List<Filter> filters, String word, String whenEmpty) {
    sql.text(filters.isEmpty() ? whenEmpty : "(");
    for (int i = 0; i < filters.size(); i++) {
      sql.text(i == 0 ? "" : word);
      condition(sql, filters.get(i));
    }
    sql.text(filters.isEmpty() ? "" : ")");
  }

  private static void is(SqlStatement.Builder sql, Filter.Is is) {
    sql.text("(");
    if (!is.texts().isEmpty()) {
      FieldSql.text(sql, is.field());
      sql.text(" IN (").values(is.texts()).text(")");
    }
    if (!is.numbers().isEmpty()) {
      sql.text(is.texts().isEmpty() ? "" : " OR ");
      FieldSql.number(sql, is.field());
      sql.text(" IN (").values(is.numbers()).text(")");
    }
    sql.text(")");
  }

  private static void compares(SqlStatement.Builder sql, Filter.Compares compares) {
    sql.text("(");
    FieldSql.number(sql, compares.field());
    switch (compares.comparison()) {
      case AT_LEAST -> sql.text(" BETWEEN ").value(compares.number()).text(" AND " + LARGEST);
      case AT_MOST -> sql.text(" BETWEEN -" + LARGEST + " AND ").value(compares.number());
      // The value is written once, for it may be dear: greater means at least the next number.
      case GREATER_THAN ->
          sql.text(" BETWEEN ").value(Math.nextUp(compares.number())).text(" AND " + LARGEST);
      case LESS_THAN ->
          sql.text(" BETWEEN -" + LARGEST + " AND ").value(Math.nextDown(compares.number()));
    }
    sql.text(")");
  }
}
