package metricflow.jobs.compaction;

import static metricflow.jobs.TestLake.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import metricflow.jobs.DayFiles;
import metricflow.jobs.DayRange;
import metricflow.jobs.TestEvent;
import metricflow.jobs.TestLake;
import metricflow.table.Tables;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What compaction makes of the bytes of a day, as its footers tell: decision 063. */
class CompactedFilesTest {
  private static final Instant NOON = DAY.atTime(12, 0).toInstant(ZoneOffset.UTC);

  @TempDir Path folder;
  private TestLake lake;

  @BeforeEach
  void compacted() {
    lake = new TestLake(folder);
    lake.append(events(0, 200));
    lake.append(events(200, 400));
    lake.run(new CompactionJob(DayRange.closedDays(), 0, false));
  }

  private static Stream<TestEvent> events(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i ->
            TestEvent.of("e" + i, "click", "u" + i % 7, NOON.plusMillis(i * 977L))
                .with("page", "/page-" + i % 3)
                .with("sequence", i));
  }

  private List<ColumnChunkMetaData> columns() {
    String file =
        DayFiles.of(lake.lake().log(Tables.EVENTS).unsafeVolatileSnapshot(), List.of(DAY))
            .getFirst()
            .path();
    var path = new org.apache.hadoop.fs.Path(lake.lake().location(Tables.EVENTS), file);
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, new Configuration()))) {
      return reader.getRowGroups().getFirst().getColumns();
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private boolean hasDictionary(String name) {
    return columns().stream()
        .filter(column -> column.getPath().toDotString().equals(name))
        .anyMatch(column ->
            column.getEncodings().contains(Encoding.PLAIN_DICTIONARY)
                || column.getEncodings().contains(Encoding.RLE_DICTIONARY));
  }

  @Test
  void texts_that_repeat_have_a_dictionary_and_times_and_ids_have_none() {
    assertThat(List.of("event", "page")).allMatch(this::hasDictionary);
    assertThat(List.of("event_id", "event_time", "received_at", "distinct_id", "sequence"))
        .noneMatch(this::hasDictionary);
  }

  @Test
  void times_are_milliseconds() {
    assertThat(columns())
        .filteredOn(column -> column.getPath().toDotString().endsWith("_time"))
        .extracting(column -> column.getPrimitiveType().getLogicalTypeAnnotation())
        .containsOnly(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS));
    assertThat(lake.number("SELECT count(*) FROM {events} WHERE event_time = client_time"))
        .isZero();
    assertThat(lake.query("SELECT max(event_time) FROM {events}").getFirst().getTimestamp(0))
        .isEqualTo(Timestamp.from(NOON.plusMillis(399 * 977L)));
  }

  @Test
  void what_repeats_another_column_is_left_out_and_shown_all_the_same() {
    TestEvent event = TestEvent.of("same", "click", "phone", NOON);
    lake.append(
        event.with("anonymous_id", "phone"),
        TestEvent.of("other", "click", "ann", NOON).with("anonymous_id", "phone"),
        TestEvent.of("none", "click", "server", NOON),
        TestEvent.of("wrong-clock", "click", "tablet", NOON)
            .with("client_time", NOON.plusSeconds(600)));
    List<String> before = lake.events();

    lake.run(new CompactionJob(DayRange.closedDays(), 0, false));

    assertThat(lake.events()).isEqualTo(before);
    String query =
        "SELECT distinct_id, anonymous_id, anonymous_id_left_out, client_time IS NULL FROM {events}"
            + " WHERE distinct_id NOT LIKE 'u%' ORDER BY 1";
    assertThat(lake.query(query).toString())
        .isEqualTo(
            "[[ann,phone,null,true], [phone,null,1,true], [server,null,null,true],"
                + " [tablet,null,null,false]]");

    lake.append(TestEvent.of("later", "click", "u1", NOON));
    lake.run(new CompactionJob(DayRange.closedDays(), 0, false));

    assertThat(lake.events()).hasSize(before.size() + 1).containsAll(before);
  }

  @Test
  void every_reader_has_what_it_takes_to_read_them() {
    assertThat(columns())
        .allSatisfy(column -> {
          assertThat(column.getCodec()).isEqualTo(CompressionCodecName.ZSTD);
          assertThat(column.getEncodings())
              .isSubsetOf(
                  Encoding.PLAIN,
                  Encoding.RLE,
                  Encoding.BIT_PACKED,
                  Encoding.PLAIN_DICTIONARY,
                  Encoding.RLE_DICTIONARY);
        });
  }
}
