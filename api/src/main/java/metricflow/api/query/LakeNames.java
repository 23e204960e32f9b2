package metricflow.api.query;

import java.util.regex.Pattern;
import metricflow.table.Table;

/**
 * Names of the lake in Trino's SQL.
 *
 * @param catalog the catalog, an identifier that needs no quotes
 */
public record LakeNames(String catalog) {
  private static final Pattern IDENTIFIER = Pattern.compile("[a-z][a-z0-9_]*");
  private static final String TABLES = "tables";
  private static final String VIEWS = "analytics";

  /** Refuses what would need quotes. */
  public LakeNames {
    if (!IDENTIFIER.matcher(catalog).matches()) {
      throw new IllegalArgumentException("'%s' is no plain catalog name".formatted(catalog));
    }
  }

  /** The table as it is stored. */
  public String table(Table table) {
    return "%s.%s.%s".formatted(catalog, TABLES, table.name());
  }

  /** The analysts' view of the table, with {@code person_id}. */
  public String view(Table table) {
    return "%s.%s.%s".formatted(catalog, VIEWS, table.name());
  }
}
