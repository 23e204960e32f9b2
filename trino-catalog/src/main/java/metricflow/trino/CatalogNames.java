package metricflow.trino;

import java.util.regex.Pattern;

/**
 * Names of catalogs and schemas. They become part of SQL, so only plain identifiers pass.
 *
 * @param catalog what everybody reads
 * @param viewSchema schema of the views
 */
record CatalogNames(String catalog, String viewSchema) {
  /** Schema of the tables themselves. */
  static final String TABLE_SCHEMA = "tables";

  private static final Pattern IDENTIFIER = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  CatalogNames {
    requireIdentifier(catalog);
    requireIdentifier(viewSchema);
  }

  static void requireIdentifier(String name) {
    if (!IDENTIFIER.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no name for Trino: use lower-case letters, digits and _".formatted(name));
    }
  }

  /** The catalog of the same tables in which tables are registered and views made. */
  String adminCatalog() {
    return catalog + "_admin";
  }

  /** Where views are made. */
  String adminViews() {
    return adminCatalog() + "." + viewSchema;
  }

  /** Where tables are registered. */
  String adminTables() {
    return adminCatalog() + "." + TABLE_SCHEMA;
  }

  /** What views read from. */
  String tables() {
    return catalog + "." + TABLE_SCHEMA;
  }
}
