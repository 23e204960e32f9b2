package metricflow.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Spark's sketches are the recorded ones, which Trino's functions and plain Java read and write.
 */
final class SketchBytesTest {
  private static final SparkSession SPARK = SparkSessions.open("local[2]", "tests");

  private static final Path RECORDED =
      Path.of("../lake-layout/src/test/resources/metricflow/sketch");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"hll-lgk8 | hll_sketch_agg(id, 8)", "theta-lgk8 | theta_sketch_agg(id, 8)"})
  void spark_writes_the_recorded_bytes(String name, String function) throws IOException {
    byte[] bytes =
        SPARK
            .range(0, 3_000, 1, 1)
            .selectExpr("concat('user-', id) AS id")
            .selectExpr(function)
            .first()
            .getAs(0);

    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(recorded(name));
  }

  @ParameterizedTest
  @CsvSource({"hll-lgk8, hll", "theta-lgk8, theta"})
  void spark_reads_the_recorded_bytes(String name, String family) throws IOException {
    long estimate =
        SPARK
            .sql("SELECT %s_sketch_estimate(X'%s')".formatted(family, recorded(name)))
            .first()
            .getLong(0);

    // Within three times the standard error of 256 entries.
    assertThat(estimate).isBetween(2_400L, 3_600L);
  }

  private static String recorded(String name) throws IOException {
    return Files.readString(RECORDED.resolve(name + ".hex")).replaceAll("\\s", "");
  }
}
