package metricflow.jobs.compaction;

import static metricflow.jobs.TestLake.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import metricflow.config.Config;
import metricflow.jobs.DayRange;
import metricflow.jobs.Flags;
import metricflow.jobs.JobReport;
import metricflow.jobs.Promotions;
import metricflow.jobs.TestEvent;
import metricflow.jobs.TestLake;
import metricflow.jobs.promotion.PromoteJob;
import metricflow.jobs.rollup.RollupJob;
import metricflow.promotion.Property;
import metricflow.promotion.PropertyKind;
import metricflow.table.Tables;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What promote decides is what compaction fills, and rows say by which decision. */
class PromotedColumnsTest {
  private static final Instant NOON = DAY.atTime(12, 0).toInstant(ZoneOffset.UTC);
  private static final List<String> PROPERTIES =
      List.of(
          "{\"plan\":\"pro\",\"amount\":1}",
          "{\"plan\":1.0,\"amount\":\" 7 \"}",
          "{\"plan\":null,\"amount\":\"x\"}",
          "{\"plan\":[1],\"amount\":1e2}",
          "{}");

  @TempDir Path folder;
  private TestLake lake;

  @BeforeEach
  void lake() {
    lake = new TestLake(folder);
  }

  private JobReport promote(String... words) {
    var definition = PromoteJob.definition();
    return lake.run(
        definition.create().apply(Flags.parse(definition, List.of(words)), Config.from(Map.of())));
  }

  private void promoteByHand(int project, String property, String kind) {
    promote("--project", Integer.toString(project), "--property", property, "--kind", kind);
  }

  private JobReport compact(int promoteDays) {
    return lake.run(new CompactionJob(DayRange.closedDays(), promoteDays, false));
  }

  private void append(int project, int from) {
    for (int i = 0; i < PROPERTIES.size(); i++) {
      lake.append(
          TestEvent.of(project + "/" + (from + i), "buy", "u", NOON.plusSeconds(from + i))
              .with("project_id", project)
              .with("properties", PROPERTIES.get(i))
              .with("user_properties", "{\"plan\":\"of the user\"}"));
    }
  }

  private List<String> filled(int project) {
    return lake
        .query(
            "SELECT promotion, promoted_text_1, promoted_text_2, promoted_number_1,"
                + " promoted_number_2 FROM {events} WHERE project_id = "
                + project
                + " ORDER BY event_time")
        .stream()
        .map(Row::toString)
        .toList();
  }

  @Test
  void compaction_fills_the_columns_of_promoted_properties_with_exactly_their_values() {
    append(1, 0);
    append(2, 0);
    promoteByHand(1, "properties.plan", "text");
    promoteByHand(1, "user_properties.plan", "text");
    promoteByHand(1, "properties.amount", "number");

    compact(0);

    assertThat(filled(1))
        .containsExactly(
            "[3,pro,of the user,1.0,null]",
            "[3,1.0,of the user,7.0,null]",
            "[3,null,of the user,null,null]",
            "[3,null,of the user,100.0,null]",
            "[3,null,of the user,null,null]");
    assertThat(filled(2)).containsOnly("[null,null,null,null,null]");
    assertThat(
            lake.query("SELECT properties FROM {events} WHERE project_id = 1 ORDER BY event_time"))
        .extracting(row -> row.getString(0))
        .isEqualTo(PROPERTIES);
  }

  @Test
  void rows_appended_to_a_filled_day_have_no_promotion_until_its_next_rewrite() {
    promoteByHand(1, "properties.plan", "text");
    append(1, 0);
    compact(0);
    append(1, 100);

    assertThat(lake.number("SELECT count(*) FROM {events} WHERE promotion IS NULL")).isEqualTo(5);

    compact(0);
    assertThat(lake.number("SELECT count(*) FROM {events} WHERE promotion = 1")).isEqualTo(10);
  }

  @Test
  void compact_days_take_up_later_promotions_a_few_at_a_time_the_newest_first() {
    append(1, -2 * 86_400);
    append(1, -86_400);
    append(1, 0);
    compact(0);
    lake.run(new RollupJob(DayRange.closedDays(), false));
    promoteByHand(1, "properties.plan", "text");

    assertThat(compact(0).figures()).containsEntry("days_due", 0);
    assertThat(compact(2).figures()).containsEntry("days_rewritten", 2);
    assertThat(
            lake.query("SELECT event_date, count(promotion) FROM {events} GROUP BY 1 ORDER BY 1")
                .toString())
        .isEqualTo("[[2026-03-12,0], [2026-03-13,5], [2026-03-14,5]]");
    assertThat(compact(2).figures()).containsEntry("days_rewritten", 1);
    assertThat(compact(2).figures()).containsEntry("days_due", 0);
    assertThat(lake.run(new RollupJob(DayRange.closedDays(), false)).figures())
        .describedAs("rows have only moved: rollups stay in place")
        .containsEntry("days_rolled_up", 0);
  }

  @Test
  void the_most_used_properties_of_a_large_project_are_promoted() throws Exception {
    append(1, 0);
    append(2, 0);
    lake.run(new RollupJob(DayRange.closedDays(), false));
    Path use = folder.resolve("use.json");
    Files.writeString(
        use,
        """
        {"uses":[
          {"project_id":1,"property":"properties.plan","kind":"text","questions":30},
          {"project_id":1,"property":"properties.amount","kind":"number","questions":12},
          {"project_id":1,"property":"properties.seldom","kind":"text","questions":3},
          {"project_id":1,"property":"properties.not_in_the_lake","kind":"text","questions":99},
          {"project_id":9,"property":"properties.plan","kind":"text","questions":99}]}
        """);

    assertThat(promote("--use", use.toString()).figures())
        .describedAs("five events make no large project")
        .containsEntry("projects_changed", 0);
    promote("--use", use.toString(), "--fewest-events", "5", "--dry-run");
    assertThat(Promotions.of(lake.lake()).newest()).isZero();

    promote("--use", use.toString(), "--fewest-events", "5");
    var promotion = Promotions.of(lake.lake()).of(1);
    assertThat(promotion.slots(PropertyKind.TEXT))
        .containsExactly(Map.entry(1, new Property("properties", "plan")));
    assertThat(promotion.slots(PropertyKind.NUMBER))
        .containsExactly(Map.entry(1, new Property("properties", "amount")));

    long version = lake.version(Tables.PROMOTED_PROPERTIES);
    assertThat(promote("--use", use.toString(), "--fewest-events", "5").summary())
        .contains("nothing to do");
    assertThat(lake.version(Tables.PROMOTED_PROPERTIES)).isEqualTo(version);
  }
}
