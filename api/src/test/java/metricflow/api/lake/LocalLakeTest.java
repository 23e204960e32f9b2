package metricflow.api.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import metricflow.api.query.LakeState;
import metricflow.api.query.Reads;
import metricflow.table.Table;
import metricflow.table.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalLakeTest {
  private static final LocalDate MONDAY = LocalDate.parse("2026-11-23");
  private static final LocalDate TUESDAY = MONDAY.plusDays(1);

  @TempDir private Path folder;
  private LakeState lake;
  private Path log;
  private long version = -1;

  @BeforeEach
  void begin() throws IOException {
    log = Files.createDirectories(folder.resolve("events/_delta_log"));
    commit("{\"metaData\":{}}");
    lake = LocalLake.at(folder.toUri().toString());
  }

  @Test
  void a_days_mark_changes_with_its_own_data_only() throws IOException {
    Optional<String> before = monday(false);
    add(TUESDAY, "page_view", "purchase");
    assertThat(monday(false)).isPresent().isEqualTo(before);

    add(MONDAY, "page_view", "purchase");
    assertThat(monday(false)).isNotEqualTo(before);
  }

  @Test
  void merging_files_changes_no_mark() throws IOException {
    add(MONDAY, "page_view", "purchase");
    Optional<String> before = mark(Tables.EVENTS, Reads.Part.ALL);
    commit(file("remove", MONDAY, false, ""), file("add", MONDAY, false, ""));
    assertThat(mark(Tables.EVENTS, Reads.Part.ALL)).isEqualTo(before);

    add(MONDAY, "page_view", "purchase");
    assertThat(mark(Tables.EVENTS, Reads.Part.ALL)).isNotEqualTo(before);
  }

  @Test
  void who_is_who_changes_only_with_events_that_may_tell() throws IOException {
    Optional<String> before = monday(true);
    add(MONDAY, "page_view", "purchase");
    assertThat(monday(true)).isEqualTo(before);

    add(MONDAY, "$identify", "purchase");
    assertThat(monday(true)).isNotEqualTo(before);
  }

  @Test
  void a_new_schema_may_change_everything() throws IOException {
    Optional<String> before = monday(false);
    commit("{\"metaData\":{}}");

    assertThat(monday(false)).isNotEqualTo(before);
  }

  @Test
  void a_commit_that_is_being_written_is_read_when_it_is_complete() throws IOException {
    Optional<String> before = monday(false);
    String whole = file("add", MONDAY, true, "");
    Path next = log.resolve("%020d.json".formatted(version + 1));
    Files.writeString(next, whole.substring(0, whole.length() - 3));
    assertThat(monday(false)).isEqualTo(before);

    Files.writeString(next, whole);
    assertThat(monday(false)).isNotEqualTo(before);
  }

  @Test
  void nothing_is_known_of_a_table_that_is_not_there_nor_of_a_lake_out_of_reach() {
    assertThat(mark(Tables.PERSON_MAP, Reads.Part.ALL)).isEmpty();
    assertThat(LocalLake.at("s3a://bucket/lake").now().mark(new Reads())).isEmpty();
  }

  private Optional<String> monday(boolean identitiesOnly) {
    return mark(Tables.EVENTS, new Reads.Part(MONDAY, MONDAY, identitiesOnly));
  }

  private Optional<String> mark(Table table, Reads.Part part) {
    Reads reads = new Reads();
    reads.add(table.name(), part);
    return lake.now().mark(reads);
  }

  private void add(LocalDate day, String leastEvent, String mostEvent) throws IOException {
    commit(
        file(
            "add",
            day,
            true,
            "{\\\"minValues\\\":{\\\"event\\\":\\\"%s\\\"},\\\"maxValues\\\":{\\\"event\\\":\\\"%s\\\"}}"
                .formatted(leastEvent, mostEvent)));
  }

  private static String file(String action, LocalDate day, boolean dataChange, String stats) {
    return "{\"%s\":{\"partitionValues\":{\"event_date\":\"%s\"},\"dataChange\":%s,\"stats\":\"%s\"}}"
        .formatted(action, day, dataChange, stats);
  }

  private void commit(String... actions) throws IOException {
    version++;
    Files.write(log.resolve("%020d.json".formatted(version)), List.of(actions));
  }
}
