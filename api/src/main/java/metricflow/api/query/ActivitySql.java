package metricflow.api.query;

import java.time.LocalDate;
import java.util.List;
import metricflow.api.query.promotion.EventScan;
import metricflow.api.query.promotion.PropertyUse;
import metricflow.table.Tables;

/**
 * Who was active in which interval, as SQL: the common table {@code activity} with {@code
 * person_id}, {@code interval_number} and a flag {@code matches_i} for each selector, distinct.
 */
final class ActivitySql {
  private final LakeNames names;
  private final PersonSql persons;

  ActivitySql(LakeNames names) {
    this.names = names;
    this.persons = new PersonSql(names);
  }

  /**
   * Writes {@code WITH} and the common tables.
   *
   * @param history whether events before the period are taken as well
   */
  void tables(
      SqlStatement.Builder sql,
      int projectId,
      Period period,
      Interval interval,
      boolean history,
      List<EventSelector> selectors,
      RolledDays rolled) {
    sql.text("WITH ");
    persons.tables(sql, projectId, rolled);
    EventScan scan =
        names.scan(PropertyUse.distinct(selectors.stream().flatMap(EventSelector::propertyUses)));
    sql.reading(scan);
    sql.text(",\nvisits AS (\n  SELECT DISTINCT distinct_id, ");
    interval.number(sql, period);
    sql.text(" AS interval_number");
    for (int i = 0; i < selectors.size(); i++) {
      sql.text(",\n    coalesce(");
      selectors.get(i).condition(sql);
      sql.text(", FALSE) AS matches_" + i);
    }
    LocalDate first = history ? null : period.firstUtcDay();
    sql.text("\n  FROM ");
    scan.write(sql, names.table(Tables.EVENTS, first, period.lastUtcDay()), projectId);
    sql.text("\n  WHERE project_id = ").value(projectId).text(" AND ");
    if (history) {
      period.conditionUpToEnd(sql);
    } else {
      period.condition(sql);
    }
    EventSelector.names(sql, selectors);
    sql.reading(EventScan.PLAIN);
    sql.text("\n),\nactivity AS (\n  SELECT DISTINCT ")
        .text(PersonSql.person("v"))
        .text(" AS person_id, v.interval_number");
    for (int i = 0; i < selectors.size(); i++) {
      sql.text(", v.matches_" + i);
    }
    sql.text("\n  FROM visits v\n").text(PersonSql.joins("v")).text(")");
  }
}
