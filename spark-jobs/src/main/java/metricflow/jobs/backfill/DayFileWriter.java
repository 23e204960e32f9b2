package metricflow.jobs.backfill;

import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * Writes Parquet files of one table, each with the rows of one day: column by column, without the
 * record-wise half of Parquet's writer, which took a third of the time of writing.
 */
final class DayFileWriter<R> implements Closeable {
  /** Rows of a column written in one go; pages end after such a number, so it bounds their size. */
  private static final int ROWS_AT_ONCE = 1_000;

  private static final int ROWS_OF_A_PAGE = 20 * ROWS_AT_ONCE;

  private final RowKind<R> kind;
  private final Path table;
  private final Configuration hadoop;
  private final MessageType schema;
  private final CodecFactory codecs;

  DayFileWriter(RowKind<R> kind, Path table, Configuration hadoop) {
    this.kind = kind;
    this.table = table;
    this.hadoop = hadoop;
    this.schema = MessageTypeParser.parseMessageType(kind.table().parquetSchema());
    this.codecs = new CodecFactory(hadoop, ParquetProperties.DEFAULT_PAGE_SIZE);
  }

  /** Writes a file. The rows are of the day, in their order, and few enough to be one row group. */
  DayFile write(int projectId, int day, List<R> rows) throws IOException {
    String name =
        "%s=%s/part-%s.zstd.parquet"
            .formatted(
                kind.table().partitionColumns().getFirst(),
                LocalDate.ofEpochDay(day),
                UUID.randomUUID());
    Path path = new Path(table, name);
    ParquetProperties properties = properties();
    try (ParquetFileWriter file =
        new ParquetFileWriter(
            HadoopOutputFile.fromPath(path, hadoop),
            schema,
            ParquetFileWriter.Mode.CREATE,
            ParquetWriter.DEFAULT_BLOCK_SIZE,
            ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
            null,
            properties)) {
      file.start();
      file.startBlock(rows.size());
      writeColumns(rows, properties, file);
      file.endBlock();
      file.end(Map.of());
    }
    return written(path, name, projectId, day, rows);
  }

  private ParquetProperties properties() {
    ParquetProperties.Builder properties =
        ParquetProperties.builder()
            .withValuesWriterFactory(new RunDictionaries())
            .withPageRowCountLimit(ROWS_OF_A_PAGE)
            .withMinRowCountForPageSizeCheck(ROWS_AT_ONCE)
            .estimateRowCountForPageSizeCheck(false);
    for (String column : kind.varied()) {
      properties.withDictionaryEncoding(column, false);
    }
    for (String column : kind.unbounded()) {
      properties.withStatisticsEnabled(column, false);
    }
    return properties.build();
  }

  private void writeColumns(List<R> rows, ParquetProperties properties, ParquetFileWriter file)
      throws IOException {
    try (ColumnChunkPageWriteStore pages =
            new ColumnChunkPageWriteStore(
                codecs.getCompressor(CompressionCodecName.ZSTD),
                schema,
                properties.getAllocator(),
                properties.getColumnIndexTruncateLength());
        ColumnWriteStore columns = properties.newColumnWriteStore(schema, pages)) {
      List<ColumnWriter> writers = new ArrayList<>();
      schema.getColumns().forEach(column -> writers.add(columns.getColumnWriter(column)));
      for (int from = 0; from < rows.size(); from += ROWS_AT_ONCE) {
        int until = Math.min(from + ROWS_AT_ONCE, rows.size());
        for (int i = 0; i < writers.size(); i++) {
          kind.columns().get(i).write(rows, from, until, writers.get(i));
        }
        for (int i = from; i < until; i++) {
          columns.endRecord();
        }
      }
      columns.flush();
      pages.flushToFileWriter(file);
    }
  }

  private DayFile written(Path path, String name, int projectId, int day, List<R> rows)
      throws IOException {
    long firstTime = Long.MAX_VALUE;
    long lastTime = Long.MIN_VALUE;
    for (R row : rows) {
      long time = kind.time().applyAsLong(row);
      firstTime = Math.min(firstTime, time);
      lastTime = Math.max(lastTime, time);
    }
    FileStatus status = path.getFileSystem(hadoop).getFileStatus(path);
    return new DayFile(
        name,
        kind.table().partitionColumns().getFirst(),
        day,
        status.getLen(),
        status.getModificationTime(),
        rows.size(),
        projectId,
        kind.timeColumn(),
        firstTime,
        lastTime);
  }

  @Override
  public void close() {
    codecs.release();
  }
}
