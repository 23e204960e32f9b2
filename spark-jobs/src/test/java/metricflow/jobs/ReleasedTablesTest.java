package metricflow.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import metricflow.jobs.compaction.CompactionJob;
import metricflow.jobs.rollup.RollupJob;
import metricflow.table.Column;
import metricflow.table.Tables;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables as release 0.1.0 left them ({@code golden/0.1.0}), in the hands of this release. */
class ReleasedTablesTest {
  @TempDir Path folder;
  private TestLake released;

  @BeforeEach
  void copyTheTablesOfTheRelease() throws IOException {
    Path lake = folder.resolve("lake");
    FileUtils.copyDirectory(Path.of("src/test/resources/golden/0.1.0").toFile(), lake.toFile());
    released = TestLake.at(lake);
    Tables.all().forEach(released.lake()::ensure);
  }

  @Test
  void rows_of_the_release_are_read_with_their_values() {
    assertThat(released.number("SELECT count(*) FROM {events}")).isEqualTo(4);
    assertThat(
            released
                .query(
                    "SELECT event, distinct_id, page, country, sequence, properties, received_at"
                        + " FROM {events} ORDER BY event_time LIMIT 1")
                .getFirst()
                .toString())
        .isEqualTo("[page_view,anon-1,/,DE,1,{\"x\":1},2026-03-14 12:00:01.0]");
  }

  @Test
  void every_column_of_this_release_is_there() {
    Tables.all()
        .forEach(table ->
            assertThat(released.lake().read(table).columns())
                .contains(table.columns().stream().map(Column::name).toArray(String[]::new)));
  }

  @Test
  void jobs_of_this_release_work_on_them() {
    released.append(
        TestEvent.of("d", "page_view", "ann", Instant.parse("2026-03-14T13:00:00Z"))
            .with("page", "/pricing"));

    released.run(new CompactionJob(DayRange.closedDays(), 0, false));
    released.run(new RollupJob(DayRange.closedDays(), false));

    assertThat(released.number("SELECT count(*) FROM {events}")).isEqualTo(4);
    assertThat(released.number("SELECT persons FROM {daily_metrics} WHERE dimension = '$total'"))
        .isEqualTo(1);
  }

  @Test
  void a_table_is_brought_up_to_date_once() {
    long version = released.version(Tables.EVENTS);

    released.lake().ensure(Tables.EVENTS);

    assertThat(released.version(Tables.EVENTS)).isEqualTo(version);
  }
}
