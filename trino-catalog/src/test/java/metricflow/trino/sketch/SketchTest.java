package metricflow.trino.sketch;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.trino.sql.query.QueryAssertions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import metricflow.trino.TestTrino;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.theta.UpdatableThetaSketch;
import org.apache.datasketches.theta.UpdatableThetaSketchBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sketches asked through SQL, and their bytes: the same in Spark, here and in plain Java. */
final class SketchTest {
  private static final Path RECORDED =
      Path.of("../lake-layout/src/test/resources/metricflow/sketch");

  private final QueryAssertions trino = TestTrino.get();

  /** The values whose sketches Spark wrote: user-0 to user-2999. */
  private static final String USERS =
      "SELECT 'user-' || CAST(n AS varchar) AS id, n FROM UNNEST(sequence(0, 2999)) AS t(n)";

  @Test
  void plain_java_writes_the_bytes_that_spark_wrote() throws IOException {
    HllSketch hll = new HllSketch(8, TgtHllType.HLL_8);
    UpdatableThetaSketch theta = new UpdatableThetaSketchBuilder().setLogNominalEntries(8).build();
    for (int n = 0; n < 3_000; n++) {
      byte[] id = ("user-" + n).getBytes(StandardCharsets.UTF_8);
      hll.update(id);
      theta.update(id);
    }

    assertThat(hex(hll.toUpdatableByteArray())).isEqualTo(recorded("hll-lgk8"));
    assertThat(hex(theta.rebuild().compact().toByteArrayCompressed()))
        .isEqualTo(recorded("theta-lgk8"));
  }

  @Test
  void sketches_that_spark_wrote_are_read() throws IOException {
    // What plain Java estimates of them; the true number is 3000.
    HllSketch hll = HllSketch.heapify(HexFormat.of().parseHex(recorded("hll-lgk8")));
    assertThat(trino.query("SELECT hll_sketch_estimate(X'%s')".formatted(recorded("hll-lgk8"))))
        .matches("VALUES BIGINT '%d'".formatted(Math.round(hll.getEstimate())));
    assertThat(
            trino.query(
                """
                SELECT b.lower < 3000 AND 3000 < b.upper AND b.upper - b.lower < 1000, theta_sketch_estimate(s) BETWEEN 2700 AND 3300
                FROM (SELECT s, theta_sketch_bounds(s) AS b FROM (VALUES X'%s') AS t(s))
                """
                    .formatted(recorded("theta-lgk8"))))
        .matches("VALUES (true, true)");
  }

  @Test
  void what_spark_saw_changes_nothing_when_it_is_added_again() throws IOException {
    assertThat(
            trino.query(
                """
                SELECT theta_sketch_estimate(theta_union(s, X'%1$s')) = theta_sketch_estimate(X'%1$s'),
                  theta_sketch_estimate(theta_difference(X'%1$s', s))
                FROM (SELECT theta_sketch_agg(id) AS s FROM (%2$s))
                """
                    .formatted(recorded("theta-lgk8"), USERS)))
        .matches("VALUES (true, BIGINT '0')");
    assertThat(
            trino.query(
                """
                SELECT hll_sketch_estimate(hll_union(X'%s', hll_sketch_agg(id))) BETWEEN 2600 AND 3400 FROM (%s)
                """
                    .formatted(recorded("hll-lgk8"), USERS)))
        .as("twice as many, if the two hashed differently")
        .matches("VALUES true");
  }

  @Test
  void sketches_of_parts_add_up_to_that_of_the_whole() {
    // 3000 values are fewer than the nominal entries: theta counts them exactly, HLL closely.
    assertThat(
            trino.query(
                """
                SELECT theta_sketch_estimate(theta_union_agg(t)), hll_sketch_estimate(hll_union_agg(h)) BETWEEN 2900 AND 3100
                FROM (SELECT n %% 7, theta_sketch_agg(id) AS t, hll_sketch_agg(id) AS h FROM (%s) GROUP BY 1)
                """
                    .formatted(USERS)))
        .matches("VALUES (BIGINT '3000', true)");
  }

  @Test
  void theta_sketches_intersect_and_differ() {
    // a: 0 to 1999, b: 1000 to 2999.
    String sketches =
        "SELECT theta_sketch_agg(id) FILTER (WHERE n < 2000) AS a, theta_sketch_agg(id) FILTER (WHERE n >= 1000) AS b FROM (%s)"
            .formatted(USERS);
    assertThat(
            trino.query(
                """
                SELECT theta_sketch_estimate(theta_intersection(a, b)), theta_sketch_estimate(theta_difference(a, b)),
                  theta_sketch_estimate(theta_union(a, b)), theta_sketch_bounds(theta_union(a, b))
                FROM (%s)
                """
                    .formatted(sketches)))
        .matches(
            "VALUES (BIGINT '1000', BIGINT '1000', BIGINT '3000', CAST(ROW(3000, 3000) AS row(lower double, upper double)))");
    assertThat(
            trino.query(
                "SELECT theta_sketch_estimate(theta_intersection_agg(s)) FROM (SELECT a AS s FROM (%1$s) UNION ALL SELECT b FROM (%1$s) UNION ALL SELECT NULL)"
                    .formatted(sketches)))
        .matches("VALUES BIGINT '1000'");
  }

  @Test
  void hll_sketches_unite() {
    assertThat(
            trino.query(
                """
                SELECT hll_sketch_estimate(hll_union(a, b)) BETWEEN 2900 AND 3100, x.lower < 3000 AND 3000 < x.upper
                FROM (SELECT a, b, hll_sketch_bounds(hll_union(a, b)) AS x FROM (
                  SELECT hll_sketch_agg(id) FILTER (WHERE n < 2000) AS a, hll_sketch_agg(id) FILTER (WHERE n >= 1000) AS b FROM (%s)))
                """
                    .formatted(USERS)))
        .matches("VALUES (true, true)");
  }

  @Test
  void nothing_is_counted_of_nothing() {
    assertThat(
            trino.query(
                """
                SELECT hll_sketch_estimate(hll_sketch_agg(id)), theta_sketch_estimate(theta_sketch_agg(id)),
                  hll_sketch_estimate(hll_union_agg(CAST(NULL AS varbinary))), theta_sketch_estimate(theta_union_agg(CAST(NULL AS varbinary))),
                  theta_intersection_agg(CAST(NULL AS varbinary)), hll_sketch_estimate(NULL)
                FROM (VALUES CAST(NULL AS varchar), '') AS t(id)
                """))
        .matches(
            "VALUES (BIGINT '0', BIGINT '0', BIGINT '0', BIGINT '0', CAST(NULL AS varbinary), CAST(NULL AS bigint))");
  }

  @Test
  void groups_do_not_mix_when_partial_states_meet() {
    String sql =
        """
        SELECT theta_sketch_estimate(t), hll_sketch_estimate(h) BETWEEN 95 AND 105, count(*) FROM (
          SELECT n %% 30, theta_sketch_agg(id) AS t, hll_sketch_agg(id) AS h
          FROM (%1$s UNION ALL %1$s) GROUP BY 1) GROUP BY 1, 2
        """
            .formatted(USERS);

    assertThat(String.valueOf(trino.execute("EXPLAIN " + sql).getOnlyValue())).contains("PARTIAL");
    assertThat(trino.query(sql)).matches("VALUES (BIGINT '100', true, BIGINT '30')");
  }

  @Test
  void works_over_a_window_of_rows() {
    assertThat(
            trino.query(
                """
                SELECT theta_sketch_estimate(theta_sketch_agg(id) OVER (ORDER BY id)),
                  hll_sketch_estimate(hll_sketch_agg(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW))
                FROM (VALUES 'a', 'b', 'c') AS t(id)
                """))
        .matches(
            "VALUES (BIGINT '1', BIGINT '1'), (BIGINT '2', BIGINT '2'), (BIGINT '3', BIGINT '2')");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hll_sketch_estimate(X'00')",
        "hll_sketch_estimate(X'')",
        "hll_sketch_estimate(X'0102030405060708090a')",
        "theta_sketch_estimate(X'00')",
        "theta_sketch_bounds(X'')",
        "theta_sketch_estimate(X'0102030405060708090a')",
        "theta_union_agg(X'ff')",
        "hll_union_agg(X'ff')",
      })
  void what_is_no_sketch_is_refused(String call) {
    assertThat(trino.query("SELECT " + call))
        .failure()
        .hasErrorCode(INVALID_FUNCTION_ARGUMENT)
        .hasMessageContaining("sketch");
  }

  private static String recorded(String name) throws IOException {
    return Files.readString(RECORDED.resolve(name + ".hex")).replaceAll("\\s", "");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
