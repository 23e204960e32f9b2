package metricflow.api.query;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import metricflow.api.query.promotion.EventScan;
import metricflow.api.query.promotion.PromotedColumns;
import metricflow.api.query.promotion.PropertyUse;
import metricflow.table.Table;
import metricflow.table.Tables;
import metricflow.view.View;

/**
 * Names of the lake in Trino's SQL.
 *
 * @param catalog the catalog, an identifier that needs no quotes
 * @param version the state of the lake that is meant
 * @param found the state in which the question's statements so far have found it, as far as they
 *     have read it
 * @param promoted which properties of the project asked about may be read by columns
 * @param reads which of it has been named so far
 */
public record LakeNames(
    String catalog, LakeVersion version, LakeVersion found, PromotedColumns promoted, Reads reads) {
  private static final Pattern IDENTIFIER = Pattern.compile("[a-z][a-z0-9_]*");
  private static final String TABLES = "tables";
  private static final String VIEWS = "analytics";

  /** Refuses what would need quotes. */
  public LakeNames {
    if (!IDENTIFIER.matcher(catalog).matches()) {
      throw new IllegalArgumentException("'%s' is no plain catalog name".formatted(catalog));
    }
  }

  /** The current state of the tables of {@code catalog}. */
  public LakeNames(String catalog) {
    this(catalog, LakeVersion.CURRENT, LakeVersion.CURRENT, PromotedColumns.NONE, new Reads());
  }

  /**
   * The same lake in another state, for one question. One of the past is read without promoted
   * columns: its table may not have had them.
   */
  LakeNames at(LakeVersion other) {
    return new LakeNames(
        catalog,
        other,
        LakeVersion.CURRENT,
        other.isCurrent() ? promoted : PromotedColumns.NONE,
        new Reads());
  }

  /** The same lake as other statements of the question have found it, for one more. */
  LakeNames foundAt(Map<String, Long> versions) {
    return new LakeNames(catalog, version, LakeVersion.of(versions), promoted, reads);
  }

  /** The same lake for questions about a project with these promotions. */
  LakeNames with(PromotedColumns promotions) {
    return new LakeNames(catalog, version, found, promotions, reads);
  }

  /** How a statement that needs {@code uses} of events reads them. */
  EventScan scan(Collection<PropertyUse> uses) {
    return promoted.scan(uses);
  }

  /** The table as it is stored, in the version that is meant. */
  public String table(Table table) {
    return table(table, List.of(Reads.Part.ALL));
  }

  /**
   * The same for a statement that reads no other days of it than these, whatever happens to others.
   *
   * @param first first {@code event_date}, or null for no bound
   * @param last last {@code event_date}, or null for no bound
   */
  String table(Table table, LocalDate first, LocalDate last) {
    return table(table, List.of(new Reads.Part(first, last, false)));
  }

  /** The same for a statement that reads these parts only. */
  String table(Table table, List<Reads.Part> parts) {
    Long number = version.tables().get(table.name());
    if (number == null) {
      parts.forEach(part -> reads.add(table.name(), part));
      number = found.tables().get(table.name());
    }
    String name = "%s.%s.%s".formatted(catalog, TABLES, table.name());
    return number == null ? name : "%s FOR VERSION AS OF %d".formatted(name, number);
  }

  /** The analysts' view of the table, with {@code person_id}; it may be made of any table. */
  public String view(Table table) {
    Tables.all().forEach(any -> reads.all(any.name()));
    return "%s.%s.%s".formatted(catalog, VIEWS, table.name());
  }

  /** The query that the analysts' view of that name stands for, in the version that is meant. */
  public String viewQuery(String name) {
    return View.named(name).query(table -> table(Tables.named(table)));
  }
}
