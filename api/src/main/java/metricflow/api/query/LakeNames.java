package metricflow.api.query;

import java.util.regex.Pattern;
import metricflow.table.Table;

/**
 * Names of the lake in Trino's SQL.
 *
 * @param catalog the catalog, an identifier that needs no quotes
 * @param version the state of the lake that is meant
 */
public record LakeNames(String catalog, LakeVersion version) {
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
    this(catalog, LakeVersion.CURRENT);
  }

  /** The same lake in another state. */
  LakeNames at(LakeVersion other) {
    return new LakeNames(catalog, other);
  }

  /** The table as it is stored, in the version that is meant. */
  public String table(Table table) {
    Long number = version.tables().get(table.name());
    String name = "%s.%s.%s".formatted(catalog, TABLES, table.name());
    return number == null ? name : "%s FOR VERSION AS OF %d".formatted(name, number);
  }

  /** The analysts' view of the table, with {@code person_id}. */
  public String view(Table table) {
    return "%s.%s.%s".formatted(catalog, VIEWS, table.name());
  }
}
