package metricflow.api.query.filter;

import metricflow.api.query.SqlStatement;
import metricflow.api.query.promotion.PropertyUse;
import metricflow.promotion.Property;
import metricflow.promotion.PropertyKind;

/** The value of a {@link Field} as SQL. */
public final class FieldSql {
  private FieldSql() {}

  /** Writes the value as text, NULL where there is none. */
  public static void text(SqlStatement.Builder sql, Field field) {
    switch (field) {
      case Field.Of column -> sql.text(column.name());
      case Field.Property(String object, String name) ->
          property(sql, new PropertyUse(new Property(object, name), PropertyKind.TEXT));
    }
  }

  /** Writes the value as a number: NULL where Java reads none from the text; perhaps not finite. */
  public static void number(SqlStatement.Builder sql, Field field) {
    switch (field) {
      case Field.Of column -> sql.text("try_cast(" + column.name() + " AS double)");
      case Field.Property(String object, String name) ->
          property(sql, new PropertyUse(new Property(object, name), PropertyKind.NUMBER));
    }
  }

  private static void property(SqlStatement.Builder sql, PropertyUse use) {
    sql.scan().name(use).ifPresentOrElse(sql::text, () -> fromJson(sql, use));
  }

  /** Writes the value of a property as its JSON has it. */
  public static void fromJson(SqlStatement.Builder sql, PropertyUse use) {
    sql.text(use.kind() == PropertyKind.NUMBER ? "property_number(" : "property_text(")
        .text(use.property().object())
        .text(", ")
        .value(use.property().name())
        .text(")");
  }

  /** Writes the value as a date: its first ten characters, NULL where they are none. */
  static void date(SqlStatement.Builder sql, Field field) {
    sql.text("IF(regexp_like(");
    text(sql, field);
    sql.text(", '^[0-9]{4}-[0-9]{2}-[0-9]{2}'), try_cast(substr(");
    text(sql, field);
    sql.text(", 1, 10) AS date))");
  }
}
