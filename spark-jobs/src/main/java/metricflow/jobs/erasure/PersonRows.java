package metricflow.jobs.erasure;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import metricflow.jobs.FileRewrite;
import metricflow.jobs.Lake;
import metricflow.table.Table;
import metricflow.table.Tables;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What is a person's in a table: rows with one of the ids as {@code distinct_id} or {@code
 * person_id}, {@link PersonBlocks}, and rejected events that name one. Rows of others only lose the
 * {@code anonymous_id}.
 */
final class PersonRows {
  /** Columns whose value makes a row the person's. */
  private static final List<String> OWNERS = List.of("distinct_id", "person_id");

  private static final String ANONYMOUS_ID = "anonymous_id";

  private final Lake lake;
  private final int project;
  private final Object[] ids;
  private final PersonBlocks blocks;

  PersonRows(Lake lake, int project, Collection<String> ids) {
    this.lake = lake;
    this.project = project;
    this.ids = ids.toArray();
    this.blocks = new PersonBlocks(project, ids);
  }

  /** What is true of a row that must not stay as it is; empty when none can be in the table. */
  Optional<Column> condition(Table table) {
    return owned(table).map(owned -> table.equals(Tables.EVENTS) ? owned.or(anonymous()) : owned);
  }

  private Column anonymous() {
    return ofProject(col(ANONYMOUS_ID).isin(ids));
  }

  /** The rewrite that leaves nothing of the person in the table; empty when none can be there. */
  Optional<FileRewrite> in(Table table) {
    Optional<Column> owned = owned(table);
    if (owned.isEmpty()) {
      return Optional.empty();
    }
    if (table.equals(Tables.TIMELINE_BLOCKS)) {
      return Optional.of(
          new FileRewrite(lake, table, rows -> rows.where(owned.get()), blocks::without));
    }
    if (!table.equals(Tables.EVENTS)) {
      return Optional.of(
          new FileRewrite(
              lake,
              table,
              rows -> rows.where(owned.get()),
              rows -> rows.where(not(certain(owned.get())))));
    }
    Column anonymous = anonymous();
    UnaryOperator<Dataset<Row>> left =
        rows ->
            rows.where(not(certain(owned.get())))
                .withColumn(ANONYMOUS_ID, when(not(certain(anonymous)), col(ANONYMOUS_ID)));
    return Optional.of(
        new FileRewrite(lake, table, rows -> rows.where(owned.get().or(anonymous)), left));
  }

  private Optional<Column> owned(Table table) {
    if (table.equals(Tables.REJECTED_EVENTS)) {
      return Optional.of(ofProject(named()));
    }
    if (table.equals(Tables.TIMELINE_BLOCKS)) {
      return Optional.of(blocks.condition());
    }
    return table.columns().stream()
        .map(metricflow.table.Column::name)
        .filter(OWNERS::contains)
        .map(name -> col(name).isin(ids))
        .reduce(Column::or)
        .map(this::ofProject);
  }

  private Column ofProject(Column condition) {
    return col("project_id").equalTo(project).and(condition);
  }

  /**
   * Whether a rejected event names an id, as a JSON text anywhere or as the id it was sent with.
   */
  private Column named() {
    Column named =
        get_json_object(col("payload"), "$.distinct_id")
            .isin(ids)
            .or(get_json_object(col("payload"), "$.anonymous_id").isin(ids));
    named = certain(named);
    for (Object id : ids) {
      String quoted =
          "\"" + new String(JsonStringEncoder.getInstance().quoteAsString((String) id)) + "\"";
      named =
          named
              .or(certain(col("payload").contains(quoted)))
              .or(certain(col("detail").contains(id)));
    }
    return named;
  }

  /** Unknown is no. */
  private static Column certain(Column condition) {
    return org.apache.spark.sql.functions.coalesce(condition, lit(false));
  }
}
