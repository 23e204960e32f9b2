package metricflow.jobs.promotion;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import metricflow.jobs.JobFailedException;
import metricflow.promotion.Property;
import metricflow.promotion.PropertyKind;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What the query API says of the properties that questions use: from itself, or from a file. */
final class ObservedUse {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String SCHEMA =
      "uses ARRAY<STRUCT<project_id: INT, property: STRING, kind: STRING, questions: BIGINT>>";

  private ObservedUse() {}

  /**
   * The answer of the API's {@code /v1/admin/property-use}, as text.
   *
   * @param api its address
   * @param adminKey the key of {@code METRICFLOW_ADMIN_KEY}
   */
  static String ofApi(String api, String adminKey) {
    URI address = URI.create(api + "/v1/admin/property-use");
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Authorization", "Bearer " + adminKey)
            .timeout(PATIENCE)
            .build();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new JobFailedException(
            "%s answered %d: %s. Is METRICFLOW_ADMIN_KEY that of the API?"
                .formatted(address, answer.statusCode(), answer.body()));
      }
      return answer.body();
    } catch (IOException unreachable) {
      throw new JobFailedException(
          "%s cannot be asked which properties are used: %s. Start the API, or give '--use FILE'."
              .formatted(address, unreachable),
          unreachable);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new JobFailedException("stopped", stopped);
    }
  }

  /** The same answer, kept in a file. */
  static String ofFile(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new JobFailedException("'--use' %s cannot be read.".formatted(file), unreadable);
    }
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
