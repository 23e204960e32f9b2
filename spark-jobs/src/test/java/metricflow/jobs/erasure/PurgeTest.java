package metricflow.jobs.erasure;

import static metricflow.jobs.TestLake.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import metricflow.event.EventNames;
import metricflow.jobs.DayRange;
import metricflow.jobs.ExitCode;
import metricflow.jobs.JobReport;
import metricflow.jobs.TestEvent;
import metricflow.jobs.TestLake;
import metricflow.jobs.rollup.RollupJob;
import metricflow.table.Table;
import metricflow.table.Tables;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** What lies on the disk afterwards is read here without the tables' logs. */
class PurgeTest {
  private static final Instant NOON = DAY.atTime(12, 0).toInstant(ZoneOffset.UTC);
  private static final String ANN = "ann-7f3a91";

  /** Longer than what statistics keep of a text. */
  private static final String PHONE = "0191e2c4-aaaa-7bbb-8ccc-51c2ee90bd04";

  @TempDir Path folder;
  private TestLake lake;

  @BeforeEach
  void lake() {
    lake = new TestLake(folder);
  }

  private static TestEvent view(String id, String who, Instant time) {
    return TestEvent.of(id, EventNames.PAGE_VIEW, who, time).with("page", "/");
  }

  private JobReport erasing(Optional<Duration> purgeAfter) {
    return lake.run(
        new EraseJob(
            Optional.of(
                new EraseJob.Request(
                    1, ANN, Optional.of(folder.resolve("certificate")), purgeAfter)),
            () -> "rebuilt",
            "",
            false));
  }

  private JobReport purging() {
    return erasing(Optional.of(Duration.ZERO));
  }

  private String certificate() throws IOException {
    return Files.readAllLines(folder.resolve("certificate")).getFirst();
  }

  private Path location(Table table) {
    return Path.of(lake.lake().location(table));
  }

  private List<Path> parquet() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("lake"))) {
      return all.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
  }

  /** Every value of every row of every Parquet file, checkpoints too; all other files as bytes. */
  private List<Path> filesThatName(String text) throws IOException {
    List<Path> naming = new ArrayList<>();
    for (Path file : parquet()) {
      if (lake.lake().spark().read().parquet(file.toString()).toJSON().collectAsList().stream()
          .anyMatch(row -> row.contains(text))) {
        naming.add(file);
      }
    }
    try (Stream<Path> all = Files.walk(folder.resolve("lake"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
          naming.add(file);
        }
      }
    }
    return naming;
  }

  private void history() {
    lake.append(view("e1", PHONE, NOON), view("e2", "ben", NOON));
    lake.append(
        TestEvent.of("e3", EventNames.IDENTIFY, ANN, NOON.plusSeconds(60))
            .with("anonymous_id", PHONE));
    lake.append(view("e4", "ben", NOON.plusSeconds(70)).with("anonymous_id", PHONE));
    lake.query(
        "INSERT INTO {rejected_events} VALUES (X'00', 1, 'c', TIMESTAMP'2026-03-14 12:00:00Z', 'reason', 'detail', NULL, NULL, '{\"distinct_id\":\"%s\"}', DATE'2026-03-14')"
            .formatted(PHONE));
    lake.run(new RollupJob(DayRange.closedDays(), false));
    lake.lake().log(Tables.EVENTS).checkpoint();
    lake.lake().log(Tables.USER_DAYS).checkpoint();
  }

  @Test
  void nothing_on_the_disk_names_the_person_and_others_stay() throws IOException {
    history();
    erasing(Optional.empty());
    assertThat(filesThatName(PHONE.substring(0, 32)))
        .describedAs("an erasure leaves the files it replaces, and what logs say of them")
        .anyMatch(file -> file.startsWith(location(Tables.EVENTS).resolve("event_date=" + DAY)))
        .anyMatch(file -> file.toString().endsWith(".json"))
        .anyMatch(file -> file.toString().endsWith(".checkpoint.parquet"));
    lake.append(
        view("e5", ANN, NOON),
        TestEvent.of("e6", EventNames.IDENTIFY, ANN, NOON).with("anonymous_id", PHONE));
    lake.run(new RollupJob(DayRange.closedDays(), false));

    JobReport report = purging();

    assertThat(report.exitCode()).describedAs(report.summary()).isEqualTo(ExitCode.DONE);
    assertThat(filesThatName(ANN)).isEmpty();
    assertThat(filesThatName(PHONE.substring(0, 32))).isEmpty();
    assertThat(report.summary()).contains("none holds the person");
    assertThat(report.figures())
        .containsEntry("files_holding", 0L)
        .containsEntry("log_entries_holding", 0L);
    assertThat(report.figures().get("files_deleted").longValue()).isGreaterThan(8);
    assertThat(certificate())
        .contains("\"purge\":{\"clean\":true", "\"files_read\":", "event bus", "backups")
        .doesNotContain(ANN, PHONE);
    lake.lake().spark().catalog().clearCache();
    assertThat(lake.query("SELECT distinct_id, anonymous_id FROM {events}").toString())
        .isEqualTo("[[ben,null], [ben,null]]");
    lake.run(new RollupJob(DayRange.closedDays(), false));
    assertThat(lake.query("SELECT person_id FROM {user_days}").toString()).isEqualTo("[[ben]]");
  }

  @Test
  void each_version_keeps_its_entry_and_its_time() throws IOException {
    history();
    Path log = location(Tables.EVENTS).resolve("_delta_log");
    List<String> before = entries(log);
    FileTime first = Files.getLastModifiedTime(log.resolve("00000000000000000001.json"));

    purging();

    assertThat(entries(log)).containsAll(before);
    assertThat(Files.getLastModifiedTime(log.resolve("00000000000000000001.json")))
        .isEqualTo(first);
    assertThat(Files.readString(log.resolve("00000000000000000001.json")))
        .contains("\"add\"", "\"path\"")
        .doesNotContain("\"stats\"");
  }

  private static List<String> entries(Path log) throws IOException {
    try (Stream<Path> all = Files.list(log)) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d{20}\\.json"))
          .sorted()
          .toList();
    }
  }

  @Test
  void a_writer_that_began_before_commits_what_it_adds_and_cannot_bring_back_what_went() {
    history();
    OptimisticTransaction adding = begin();
    OptimisticTransaction moving = begin();
    AddFile old = adding.snapshot().allFiles().collectAsList().getFirst();
    List<AddFile> added =
        CollectionConverters.asJava(
                adding.writeFiles(
                    lake.lake()
                        .read(Tables.EVENTS)
                        .where("distinct_id = 'ben' AND anonymous_id IS NULL")))
            .stream()
            .map(AddFile.class::cast)
            .toList();

    purging();

    commit(adding, List.copyOf(added));
    assertThat(lake.number("SELECT count(*) FROM {events} WHERE distinct_id = 'ben'")).isEqualTo(3);
    assertThatThrownBy(
            () -> commit(moving, List.of(old.removeWithTimestamp(1, true), added.getFirst())))
        .isInstanceOf(java.util.ConcurrentModificationException.class);
  }

  private OptimisticTransaction begin() {
    return lake.lake().log(Tables.EVENTS).startTransaction(Option.empty(), Option.empty());
  }

  private static void commit(OptimisticTransaction transaction, List<Action> actions) {
    transaction.commit(
        CollectionConverters.asScala(actions).toSeq(), DeltaOperations.ManualUpdate$.MODULE$);
  }

  @Test
  void a_young_file_that_no_commit_names_stays_and_is_told_until_it_is_a_day_old()
      throws IOException {
    history();
    Path day = location(Tables.EVENTS).resolve("event_date=" + DAY);
    Path loose = Files.copy(ofAnn(day), day.resolve("part-loose.zstd.parquet"));

    JobReport report = purging();

    assertThat(report.exitCode()).isEqualTo(ExitCode.ATTENTION);
    assertThat(report.summary()).contains("may be about to commit");
    assertThat(report.figures()).containsEntry("files_holding", 1L);
    assertThat(certificate()).contains("\"purge\":{\"clean\":false");
    assertThat(filesThatName(ANN)).containsOnly(loose);

    Files.setLastModifiedTime(loose, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
    assertThat(purging().exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(loose).doesNotExist();
  }

  private Path ofAnn(Path day) throws IOException {
    return filesThatName(ANN).stream()
        .filter(file -> file.startsWith(day) && file.toString().endsWith(".parquet"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_file_that_cannot_be_read_is_not_certified() throws IOException {
    history();
    Path day = location(Tables.EVENTS).resolve("event_date=" + DAY);
    Files.writeString(day.resolve("part-half.zstd.parquet"), "PAR1 and then the writer died");

    assertThat(purging().figures()).containsEntry("files_holding", 1L);
  }
}
