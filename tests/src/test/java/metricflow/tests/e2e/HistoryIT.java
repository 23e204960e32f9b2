package metricflow.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import metricflow.tests.instance.Cli;
import metricflow.tests.instance.Instance;
import metricflow.tests.instance.LakeSql;
import metricflow.tests.instance.Project;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** History with planted numbers goes through every job, twice, and gives exactly those numbers. */
class HistoryIT {
  private final Instance instance = Instance.fromEnvironment();
  private final Cli cli = new Cli(instance);
  private final Project project = Project.create(instance, "planted history");
  private final PlantedHistory history =
      new PlantedHistory(LocalDate.now(ZoneOffset.UTC).minusDays(4));

  @Test
  void imported_history_gives_the_planted_numbers_and_running_the_jobs_again_changes_nothing(
      @TempDir Path folder) throws Exception {
    Path file = folder.resolve("history.ndjson");
    history.write(file);
    try (LakeSql lake = new LakeSql(instance)) {
      runJobs(file);
      Map<String, Object> numbers = numbersOf(lake);
      numbersAreThePlantedOnes(numbers);
      theCommandLinePrintsTheSameCount();
      badLinesAreKept(lake);
      everyReaderReadsWhatTheJobsWrote(lake);

      runJobs(file);
      assertThat(numbersOf(lake)).as("after the second run").isEqualTo(numbers);
    }
  }

  private void runJobs(Path file) {
    cli.run(
        "job", "backfill", "--project", String.valueOf(project.id()), "--input", file.toString());
    cli.run("job", "compact");
    cli.run("job", "rollups");
  }

  private Map<String, Object> numbersOf(LakeSql lake) {
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put(
        "events", lake.number("SELECT count(*) FROM events WHERE project_id = ?", project.id()));
    numbers.put("rejected", rejected(lake));
    JsonNode users = dailyActiveUsers();
    numbers.put("exact", users.path("exact").asBoolean());
    numbers.put("source", users.path("source").asText());
    numbers.put("total", integers(users.path("total")));
    Map<String, List<Integer>> byCountry = new TreeMap<>();
    users
        .path("series")
        .forEach(one -> byCountry.put(one.path("value").asText(), integers(one.path("users"))));
    numbers.put("by country", byCountry);
    numbers.put("funnel", funnel());
    numbers.put(
        "rollups",
        lake.rows(
            """
            SELECT dimension, value, event_date, events, persons FROM daily_metrics
            WHERE project_id = ? ORDER BY 1, 2, 3
            """,
            project.id()));
    return numbers;
  }

  private void numbersAreThePlantedOnes(Map<String, Object> numbers) {
    assertThat(numbers)
        .containsEntry("events", (long) history.size())
        .containsEntry("rejected", (long) PlantedHistory.BAD_LINES)
        .containsEntry("exact", true)
        .containsEntry("total", PlantedHistory.TOTAL)
        .containsEntry("by country", new TreeMap<>(PlantedHistory.BY_COUNTRY))
        .containsEntry("funnel", PlantedHistory.FUNNEL);
    assertThat((String) numbers.get("source")).contains("rollup");
    assertThat((List<?>) numbers.get("rollups")).isNotEmpty();
  }

  private JsonNode dailyActiveUsers() {
    return project.query(
        Map.of(
            "kind",
            "daily_active_users",
            "from",
            history.first().toString(),
            "to",
            history.last().toString(),
            "dimension",
            "country"));
  }

  private List<Integer> funnel() {
    return project.funnel(
        history.first().toString(),
        history.last().toString(),
        List.of(Project.pageView("/"), Project.step("sign_up"), Project.step("purchase")));
  }

  private void theCommandLinePrintsTheSameCount() {
    String output =
        cli.run(
            "sql",
            "--csv",
            "SELECT count(*) AS events FROM lake.analytics.events WHERE project_id = "
                + project.id());
    assertThat(output.lines().map(line -> line.replace("\"", "")))
        .contains(String.valueOf(history.size()));
  }

  /** Spark's jobs have read it for the numbers; this is Trino, DuckDB and Polars. */
  private void everyReaderReadsWhatTheJobsWrote(LakeSql lake) {
    assertThat(
            lake.number(
                "SELECT count(*) FROM lake.tables.events WHERE project_id = ? AND client_time IS"
                    + " NULL",
                project.id()))
        .as("events that compaction has shortened")
        .isPositive();
    assertThat(
            lake.number(
                "SELECT count(*) FROM events WHERE project_id = ? AND client_time = event_time",
                project.id()))
        .as("which nobody sees")
        .isEqualTo(history.size());
    assertThat(cli.run("bench", "readers")).contains("All readers agree.");
  }

  private void badLinesAreKept(LakeSql lake) {
    assertThat(lake.texts("SELECT reason FROM rejected_events WHERE project_id = ?", project.id()))
        .containsExactly("event-name-missing");
  }

  private long rejected(LakeSql lake) {
    return lake.number("SELECT count(*) FROM rejected_events WHERE project_id = ?", project.id());
  }

  private static List<Integer> integers(JsonNode array) {
    List<Integer> numbers = new ArrayList<>();
    array.forEach(number -> numbers.add(number.asInt()));
    return numbers;
  }
}
