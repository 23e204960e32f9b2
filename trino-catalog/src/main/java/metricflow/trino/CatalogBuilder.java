package metricflow.trino;

import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import metricflow.table.Table;
import metricflow.table.Tables;
import metricflow.view.View;

/** Makes what is missing: schemas, then tables, then views, and says so line by line. */
final class CatalogBuilder {
  private static final long RETRY_MILLIS = 500;

  /** What Trino answers as long as a table has not been created in the lake. */
  private static final String NOT_YET_THERE = "No transaction log found";

  private final TrinoSession trino;
  private final CatalogNames names;
  private final String lake;
  private final Duration patience;
  private final PrintStream out;

  CatalogBuilder(
      TrinoSession trino, CatalogNames names, String lake, Duration patience, PrintStream out) {
    this.trino = trino;
    this.names = names;
    this.lake = lake;
    this.patience = patience;
    this.out = out;
  }

  /**
   * Makes everything.
   *
   * @throws SQLException when Trino refuses
   * @throws IllegalStateException when a table does not appear in the lake in time
   */
  void build() throws SQLException, InterruptedException {
    createSchemas();
    registerTables();
    createViews();
  }

  private void createSchemas() throws SQLException {
    Set<String> schemas = trino.texts("SHOW SCHEMAS FROM " + names.adminCatalog());
    for (String schema : Set.of(CatalogNames.TABLE_SCHEMA, names.viewSchema())) {
      if (!schemas.contains(schema)) {
        trino.execute("CREATE SCHEMA IF NOT EXISTS " + names.adminCatalog() + "." + schema);
        out.println("schema " + schema + ": created");
      }
    }
  }

  private void registerTables() throws SQLException, InterruptedException {
    Set<String> registered = trino.texts("SHOW TABLES FROM " + names.adminTables());
    long deadline = System.nanoTime() + patience.toNanos();
    for (Table table : Tables.all()) {
      CatalogNames.requireIdentifier(table.name());
      if (registered.contains(table.name())) {
        out.println("table " + table.name() + ": already registered");
      } else {
        register(table, deadline);
        out.println("table " + table.name() + ": registered at " + table.location(lake));
      }
    }
  }

  private void register(Table table, long deadline) throws SQLException, InterruptedException {
    String call =
        "CALL %s.system.register_table('%s', '%s', '%s')"
            .formatted(
                names.adminCatalog(),
                CatalogNames.TABLE_SCHEMA,
                table.name(),
                table.location(lake).replace("'", "''"));
    while (!tried(call)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "The table %s is not in the lake at %s after %d s. The module %s creates it: is it running?"
                .formatted(
                    table.name(), table.location(lake), patience.toSeconds(), table.writer()));
      }
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    }
  }

  /** Runs {@code call}; false when the table is not there yet. */
  private boolean tried(String call) throws SQLException {
    try {
      trino.execute(call);
      return true;
    } catch (SQLException refused) {
      if (String.valueOf(refused.getMessage()).contains(NOT_YET_THERE)) {
        return false;
      }
      throw refused;
    }
  }

  private void createViews() throws SQLException {
    for (View view : View.all()) {
      trino.execute(view.createSql(names.adminViews(), names.tables()));
      out.println("view " + view.name() + ": created or replaced");
    }
  }
}
