package metricflow.jobs.rollup;

import static org.apache.spark.sql.functions.col;

import metricflow.jobs.Lake;
import metricflow.table.Table;
import metricflow.table.Tables;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What {@link PersonPass} gives: rows for several tables in one data set, so that the events are
 * read and brought together once.
 */
final class PassRows {
  /** Which table a row is for. */
  enum Kind {
    /** Counts of a day by dimension value, of some persons; {@code event_hour} is null. */
    DAY_COUNT("count"),
    /** Counts of an hour by dimension value, of some persons. */
    HOUR_COUNT("count"),
    /** Counts of an hour by event and context, of some persons. */
    CONTEXT_COUNT("context_count"),
    /** A session. */
    SESSION("session"),
    /**
     * A person's day, for {@code user_days}, {@code user_timelines} and {@code timeline_blocks}.
     */
    PERSON_DAY("person_day"),
    /** First time of a person, or of a person and event, in the days of the batch. */
    FIRST("first");

    private final String column;

    Kind(String column) {
      this.column = column;
    }
  }

  static final StructType SCHEMA =
      new StructType()
          .add("kind", DataTypes.IntegerType, false)
          .add("count", optionalFields(Lake.schema(Tables.HOURLY_METRICS)))
          .add("context_count", Lake.schema(Tables.HOURLY_CONTEXTS))
          .add("session", Lake.schema(Tables.SESSIONS))
          .add(
              "person_day",
              Lake.schema(Tables.USER_DAYS)
                  .add("event_mask", DataTypes.LongType)
                  .add("timeline", DataTypes.BinaryType)
                  .add("contexts", DataTypes.BinaryType)
                  .add("person_key", DataTypes.LongType))
          .add("first", Lake.schema(Tables.FIRST_SEEN));

  private PassRows() {}

  private static StructType optionalFields(StructType schema) {
    StructType optional = new StructType();
    for (var field : schema.fields()) {
      optional = optional.add(field.name(), field.dataType(), true);
    }
    return optional;
  }

  /** A row; cells are in the order of the kind's columns. */
  static InternalRow of(Kind kind, Object... cells) {
    Object[] row = new Object[SCHEMA.length()];
    row[0] = kind.ordinal();
    row[SCHEMA.fieldIndex(kind.column)] = new GenericInternalRow(cells);
    return new GenericInternalRow(row);
  }

  /** The rows of a kind, with its columns. */
  static Dataset<Row> of(Dataset<Row> pass, Kind kind) {
    return pass.where(col("kind").equalTo(kind.ordinal())).select(kind.column + ".*");
  }

  /** The columns of a table, in its order. */
  static Column[] columns(Table table) {
    return table.columns().stream().map(column -> col(column.name())).toArray(Column[]::new);
  }
}
