package metricflow.jobs.erasure;

import static metricflow.jobs.TestLake.DAY;
import static metricflow.jobs.erasure.ErasureLake.ANN;
import static metricflow.jobs.erasure.ErasureLake.NOON;
import static metricflow.jobs.erasure.ErasureLake.identify;
import static metricflow.jobs.erasure.ErasureLake.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import metricflow.jobs.ExitCode;
import metricflow.jobs.JobReport;
import metricflow.jobs.PersonKey;
import metricflow.jobs.TestLake;
import metricflow.table.Table;
import metricflow.table.Tables;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** What lies on the disk afterwards is read here without the tables' logs. */
class PurgeTest {
  /** Longer than what statistics keep of a text. */
  private static final String PHONE = "0191e2c4-aaaa-7bbb-8ccc-51c2ee90bd04";

  /** The lake each test begins with. */
  @TempDir static Path past;

  @TempDir Path folder;
  private TestLake lake;
  private ErasureLake persons;
  private FilesOnDisk disk;

  @BeforeAll
  static void history() {
    TestLake lake = new TestLake(past);
    ErasureLake persons = new ErasureLake(lake, past.resolve("certificate"));
    lake.append(view("e1", PHONE, NOON), view("e2", "ben", NOON));
    lake.append(identify("e3", PHONE, ANN, NOON.plusSeconds(60)));
    lake.append(view("e4", "ben", NOON.plusSeconds(70)).with("anonymous_id", PHONE));
    persons.reject(1, "{\"distinct_id\":\"%s\"}".formatted(PHONE));
    persons.roll();
    lake.lake().log(Tables.EVENTS).checkpoint();
    lake.lake().log(Tables.USER_DAYS).checkpoint();
  }

  @BeforeEach
  void lake() throws IOException {
    FileUtils.copyDirectory(past.toFile(), folder.toFile());
    lake = TestLake.at(folder.resolve("lake"));
    persons = new ErasureLake(lake, folder.resolve("certificate"));
    disk = new FilesOnDisk(folder.resolve("lake"));
  }

  private Path location(Table table) {
    return Path.of(lake.lake().location(table));
  }

  @Test
  void nothing_on_the_disk_names_the_person_and_others_stay() throws IOException {
    persons.erase(persons.request(ANN), false);
    assertThat(disk.naming(PHONE.substring(0, 32)))
        .describedAs("an erasure leaves the files it replaces, and what logs say of them")
        .anyMatch(file -> file.startsWith(location(Tables.EVENTS).resolve("event_date=" + DAY)))
        .anyMatch(file -> file.toString().endsWith(".json"))
        .anyMatch(file -> file.toString().endsWith(".checkpoint.parquet"));
    assertThat(disk.withKey(PersonKey.of(ANN))).isNotEmpty();
    lake.append(view("e5", ANN, NOON), identify("e6", PHONE, ANN, NOON));
    persons.roll();

    JobReport report = persons.purge(ANN);

    assertThat(report.exitCode()).describedAs(report.summary()).isEqualTo(ExitCode.DONE);
    assertThat(disk.naming(ANN)).isEmpty();
    assertThat(disk.withKey(PersonKey.of(ANN))).isEmpty();
    assertThat(disk.withKey(PersonKey.of("ben"))).isNotEmpty();
    assertThat(disk.naming(PHONE.substring(0, 32))).isEmpty();
    assertThat(report.summary()).contains("none holds the person");
    assertThat(report.figures())
        .containsEntry("files_holding", 0L)
        .containsEntry("log_entries_holding", 0L);
    assertThat(report.figures().get("files_deleted").longValue()).isGreaterThan(8);
    assertThat(persons.certificate().getFirst())
        .contains("\"purge\":{\"clean\":true", "\"files_read\":", "event bus", "backups")
        .doesNotContain(ANN, PHONE);
    lake.lake().spark().catalog().clearCache();
    assertThat(lake.query("SELECT distinct_id, anonymous_id FROM {events}").toString())
        .isEqualTo("[[ben,null], [ben,null]]");
    persons.roll();
    assertThat(lake.query("SELECT person_id FROM {user_days}").toString()).isEqualTo("[[ben]]");
  }

  @Test
  void each_version_keeps_its_entry_and_its_time() throws IOException {
    Path log = location(Tables.EVENTS).resolve("_delta_log");
    List<String> before = entries(log);
    FileTime first = Files.getLastModifiedTime(log.resolve("00000000000000000001.json"));

    persons.purge(ANN);

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

    persons.purge(ANN);

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
    Path day = location(Tables.EVENTS).resolve("event_date=" + DAY);
    Path loose = Files.copy(ofAnn(day), day.resolve("part-loose.zstd.parquet"));

    JobReport report = persons.purge(ANN);

    assertThat(report.exitCode()).isEqualTo(ExitCode.ATTENTION);
    assertThat(report.summary()).contains("may be about to commit");
    assertThat(report.figures()).containsEntry("files_holding", 1L);
    assertThat(persons.certificate().getFirst()).contains("\"purge\":{\"clean\":false");
    assertThat(disk.naming(ANN)).containsOnly(loose);

    Files.setLastModifiedTime(loose, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
    assertThat(persons.purge(ANN).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(loose).doesNotExist();
  }

  private Path ofAnn(Path day) throws IOException {
    return disk.naming(ANN).stream()
        .filter(file -> file.startsWith(day) && file.toString().endsWith(".parquet"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_file_that_cannot_be_read_is_not_certified() throws IOException {
    Path day = location(Tables.EVENTS).resolve("event_date=" + DAY);
    Files.writeString(day.resolve("part-half.zstd.parquet"), "PAR1 and then the writer died");

    assertThat(persons.purge(ANN).figures()).containsEntry("files_holding", 1L);
  }
}
