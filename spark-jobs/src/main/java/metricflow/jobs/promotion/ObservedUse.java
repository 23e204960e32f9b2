package metricflow.jobs.promotion;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import java.util.List;
import metricflow.jobs.QueryApi;
import metricflow.promotion.Property;
import metricflow.promotion.PropertyKind;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What the query API says of the properties that questions use: from itself, or from a file. */
final class ObservedUse {
  private static final String SCHEMA =
      "uses ARRAY<STRUCT<project_id: INT, property: STRING, kind: STRING, questions: BIGINT>>";

  private ObservedUse() {}

  /** The answer of the API's {@code /v1/admin/property-use}, as text. */
  static String ofApi(QueryApi api) {
    return api.get("/v1/admin/property-use", "which properties are used", "--use");
  }

  /** The uses in such an answer. */
  static List<PropertyUse> parse(SparkSession spark, String json) {
    Dataset<Row> answer =
        spark
            .read()
            .schema(SCHEMA)
            .option("mode", "FAILFAST")
            .json(spark.createDataset(List.of(json), Encoders.STRING()));
    return answer.select(explode(col("uses")).as("use")).select("use.*").collectAsList().stream()
        .map(row ->
            new PropertyUse(
                row.getInt(0),
                Property.of(row.getString(1)),
                PropertyKind.named(row.getString(2)),
                row.getLong(3)))
        .toList();
  }
}
