package metricflow.table;

/** Column types, limited to what Spark, Trino, DuckDB and Polars all read from Delta. */
public enum ColumnType {
  INT("INT", "int32", ""),
  LONG("BIGINT", "int64", ""),
  DOUBLE("DOUBLE", "double", ""),
  STRING("STRING", "binary", " (STRING)"),
  BINARY("BINARY", "binary", ""),
  DATE("DATE", "int32", " (DATE)"),
  /** An instant, microseconds UTC. */
  TIMESTAMP("TIMESTAMP", "int64", " (TIMESTAMP(MICROS,true))");

  private final String sql;
  private final String parquetPrimitive;
  private final String parquetAnnotation;

  ColumnType(String sql, String parquetPrimitive, String parquetAnnotation) {
    this.sql = sql;
    this.parquetPrimitive = parquetPrimitive;
    this.parquetAnnotation = parquetAnnotation;
  }

  /** The type in Spark SQL. */
  public String sql() {
    return sql;
  }

  String parquet(String column, boolean nullable) {
    return "%s %s %s%s;"
        .formatted(nullable ? "optional" : "required", parquetPrimitive, column, parquetAnnotation);
  }
}
