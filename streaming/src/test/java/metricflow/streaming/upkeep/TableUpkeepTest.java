package metricflow.streaming.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.statistics.DataFileStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import metricflow.bus.EventBatch;
import metricflow.event.Event;
import metricflow.streaming.TestEvents;
import metricflow.streaming.sink.DeltaSink;
import metricflow.streaming.sink.EventRow;
import metricflow.streaming.sink.LakeFile;
import metricflow.streaming.sink.LakeFileWriter;
import metricflow.streaming.sink.RowLayout;
import metricflow.table.Tables;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files of a real table, merged; read back by Spark. */
class TableUpkeepTest {
  private static final long NOON = 1_795_521_600_000L;
  private static final int ENOUGH = MergePlan.ENOUGH_FILES;
  private static final LocalDate DAY =
      LocalDate.ofInstant(Instant.ofEpochMilli(NOON), ZoneOffset.UTC);
  private static SparkSession spark;

  @TempDir Path folder;
  private final Configuration hadoop = new Configuration();
  private final Engine engine = DefaultEngine.create(hadoop);
  private String lake;
  private DeltaSink sink;
  private FileMerger merger;

  @BeforeAll
  static void startSpark() {
    spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config("spark.databricks.delta.snapshotPartitions", "1")
            .config("spark.sql.shuffle.partitions", "1")
            .getOrCreate();
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @BeforeEach
  void createTable() throws IOException {
    lake = folder.toString();
    spark.sql(Tables.EVENTS.createSql(lake));
    sink = new DeltaSink(RowLayout.events(), lake, hadoop);
    merger = new FileMerger(RowLayout.events(), lake, hadoop, engine);
  }

  @Test
  void merging_keeps_every_row_as_it_was() throws Exception {
    for (int batch = 0; batch < ENOUGH; batch++) {
      commit(batch, files(1 + batch % 3, batch));
    }
    List<String> before = rows();
    upkeepAt(noon()).round();

    assertThat(rows()).isEqualTo(before);
    assertThat(active().paths())
        .singleElement()
        .asString()
        .startsWith("event_date=" + DAY + "/merged-1-");
  }

  @Test
  void statistics_of_a_merged_file_are_those_of_all_its_rows() throws Exception {
    for (int batch = 0; batch < ENOUGH; batch++) {
      commit(batch, files(1 + batch % 3, batch));
    }
    upkeepAt(noon()).round();

    SmallFile merged = active().ofStream().getFirst();
    DataFileStatistics statistics = merged.logged().getStats(load().getSchema()).orElseThrow();
    assertThat(statistics.getNumRecords()).isEqualTo(rows().size());
    assertThat(spark.sql(eventsWhere("project_id = 3")).count()).isEqualTo(rows().size());
    assertThat(spark.sql(eventsWhere("project_id = 4")).count()).isZero();
    assertThat(bound(statistics.getMinValues(), "event_time")).isEqualTo(NOON * 1000);
    assertThat(bound(statistics.getMaxValues(), "event_time"))
        .isEqualTo((NOON + (ENOUGH - 1) * 1000L + 2) * 1000);
  }

  @Test
  void large_row_groups_are_copied_as_they_are() throws Exception {
    List<LakeFile> large = new ArrayList<>(files(40_000, 1));
    large.addAll(files(40_000, 2));
    commit(1, large);
    List<String> before = rows();
    MergePlan.Group group = groupOf(active());
    org.apache.hadoop.fs.Path merged = merger.write(group);
    merger.commit(load(), group, merged);

    assertThat(rowGroups(merged)).isEqualTo(2);
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void small_row_groups_become_one() throws Exception {
    commit(1, files(3, 1));
    commit(2, files(3, 2));

    assertThat(rowGroups(merger.write(groupOf(active())))).isEqualTo(1);
  }

  @Test
  void a_merge_killed_before_its_commit_changes_nothing_and_is_done_again() throws Exception {
    for (int batch = 0; batch < ENOUGH; batch++) {
      commit(batch, files(1, batch));
    }
    List<String> before = rows();
    merger.write(groupOf(active()));
    assertThat(rows()).isEqualTo(before);
    upkeepAt(noon()).round();

    assertThat(rows()).isEqualTo(before);
    assertThat(active().paths()).hasSize(1);
  }

  @Test
  void what_is_appended_during_a_merge_stays() throws Exception {
    commit(1, files(2, 1));
    commit(2, files(2, 2));
    ActiveFiles active = active();
    org.apache.hadoop.fs.Path merged = merger.write(groupOf(active));
    commit(3, files(2, 3));
    List<String> before = rows();
    merger.commit(active.snapshot(), groupOf(active), merged);
    commit(4, files(2, 4));

    assertThat(rows()).hasSize(8).containsAll(before);
    assertThat(active().paths()).hasSize(3);
  }

  @Test
  void a_merge_gives_way_to_a_rewrite_of_the_same_files() throws Exception {
    commit(1, files(2, 1));
    commit(2, files(2, 2));
    ActiveFiles active = active();
    List<String> before = rows();
    spark.sql("OPTIMIZE delta.`" + Tables.EVENTS.location(lake) + "`");
    ActiveFiles rewritten = active();
    assertThat(rewritten.paths()).hasSize(1).doesNotContainAnyElementsOf(active.paths());

    assertThat(merger.merge(active.snapshot(), groupOf(active))).isEmpty();
    assertThat(active().paths()).isEqualTo(rewritten.paths());
    assertThat(rows()).isEqualTo(before);
    assertThat(dataFiles("merged-")).isEmpty();
  }

  @Test
  void a_rewrite_of_files_that_were_merged_meanwhile_is_refused() throws Exception {
    commit(1, files(2, 1));
    commit(2, files(2, 2));
    ActiveFiles active = active();
    MergePlan.Group group = groupOf(active);
    org.apache.hadoop.fs.Path second = merger.write(group);
    assertThat(merger.merge(active.snapshot(), group)).isPresent();

    assertThatThrownBy(() -> merger.commit(active.snapshot(), group, second))
        .isInstanceOf(ConcurrentWriteException.class);
    assertThat(rows()).hasSize(4);
  }

  @Test
  void a_micro_batch_repeated_after_a_merge_is_still_recognised() throws Exception {
    for (int batch = 0; batch < ENOUGH; batch++) {
      commit(batch, files(1, batch));
    }
    upkeepAt(noon()).round();
    sink = new DeltaSink(RowLayout.events(), lake, hadoop);

    assertThat(sink.commit("query", ENOUGH - 1, files(1, 7))).isFalse();
    assertThat(rows()).hasSize(ENOUGH);
  }

  @Test
  void older_versions_are_readable_until_their_files_are_old_enough_to_go() throws Exception {
    for (int batch = 0; batch < ENOUGH; batch++) {
      commit(batch, files(1, batch));
    }
    List<String> before = rows();
    long version = load().getVersion();
    upkeepAt(noon()).round();

    upkeepAt(Clock.systemUTC()).round();
    assertThat(rows("SELECT * FROM delta.`%s` VERSION AS OF " + version)).isEqualTo(before);

    upkeepAt(Clock.offset(Clock.systemUTC(), Duration.ofHours(3))).round();
    assertThat(dataFiles("part-")).isEmpty();
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void rounds_follow_commits_and_each_starts_where_the_table_stands() throws Exception {
    TableUpkeep upkeep = TableUpkeep.onCommit(RowLayout.events(), lake, hadoop, noon());
    sink = new DeltaSink(RowLayout.events(), lake, hadoop, upkeep);
    for (int batch = 0; batch < 2 * ENOUGH; batch++) {
      commit(batch, files(1, batch));
    }

    assertThat(rows()).hasSize(2 * ENOUGH);
    assertThat(active().paths()).hasSize(2);
  }

  private static Clock noon() {
    return Clock.fixed(Instant.ofEpochMilli(NOON), ZoneOffset.UTC);
  }

  private TableUpkeep upkeepAt(Clock clock) throws IOException {
    return TableUpkeep.onCommit(RowLayout.events(), lake, hadoop, clock);
  }

  private List<LakeFile> files(int rows, int batch) throws IOException {
    LakeFileWriter<EventRow> writer = new LakeFileWriter<>(RowLayout.events(), lake, hadoop);
    for (int i = 0; i < rows; i++) {
      // Names that do not compress, so that many rows make a large row group.
      String visitor = UUID.randomUUID().toString();
      Event event = TestEvents.event("page_view", visitor, NOON + batch * 1000L + i % 1000, i);
      EventBatch received = TestEvents.batch(3, event);
      writer.write(new EventRow(received, event));
    }
    return writer.close();
  }

  private void commit(int batch, List<LakeFile> files) throws IOException {
    assertThat(sink.commit("query", batch, files)).isTrue();
  }

  private Snapshot load() {
    return TableManager.loadSnapshot(Tables.EVENTS.location(lake)).build(engine);
  }

  private ActiveFiles active() throws IOException {
    return ActiveFiles.of(load(), engine);
  }

  private static MergePlan.Group groupOf(ActiveFiles active) {
    return new MergePlan.Group(DAY, 0, active.ofStream());
  }

  /** All rows as text, in an order of their own: two tables are equal when these are. */
  private List<String> rows() {
    return rows("SELECT * FROM delta.`%s`");
  }

  private List<String> rows(String sql) {
    return spark.sql(sql.formatted(Tables.EVENTS.location(lake))).toJSON().collectAsList().stream()
        .sorted()
        .toList();
  }

  private String eventsWhere(String condition) {
    return "SELECT * FROM delta.`%s` WHERE %s".formatted(Tables.EVENTS.location(lake), condition);
  }

  private static Object bound(Map<Column, Literal> bounds, String column) {
    return bounds.get(new Column(column)).getValue();
  }

  private int rowGroups(org.apache.hadoop.fs.Path file) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
      return reader.getRowGroups().size();
    }
  }

  private List<Path> dataFiles(String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("events/event_date=" + DAY))) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
    }
  }
}
