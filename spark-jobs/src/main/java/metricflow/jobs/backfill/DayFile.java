package metricflow.jobs.backfill;

import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.delta.actions.AddFile;

/** One Parquet file being written for one day of a table. */
final class DayFile<R> {
  private final RowKind<R> kind;
  private final Configuration hadoop;
  private final Path table;
  private final String name;
  private final int day;
  private final ParquetWriter<R> writer;
  private long rows;
  private long firstTime = Long.MAX_VALUE;
  private long lastTime = Long.MIN_VALUE;

  DayFile(RowKind<R> kind, Path table, int day, Configuration hadoop) throws IOException {
    this.kind = kind;
    this.hadoop = hadoop;
    this.table = table;
    this.day = day;
    this.name =
        "%s=%s/part-%s.zstd.parquet"
            .formatted(
                kind.table().partitionColumns().getFirst(),
                LocalDate.ofEpochDay(day),
                UUID.randomUUID());
    Builder<R> builder =
        new Builder<>(HadoopOutputFile.fromPath(new Path(table, name), hadoop), kind)
            .withConf(hadoop)
            .withCompressionCodec(CompressionCodecName.ZSTD);
    for (String column : kind.varied()) {
      builder.withDictionaryEncoding(column, false);
    }
    this.writer = builder.build();
  }

  void write(R row) throws IOException {
    writer.write(row);
    rows++;
    long time = kind.time().applyAsLong(row);
    firstTime = Math.min(firstTime, time);
    lastTime = Math.max(lastTime, time);
  }

  /**
   * A file that is written and not yet part of its table.
   *
   * @param name relative to the table
   * @param partition name of its column
   * @param day its value, days since 1970-01-01
   * @param firstTime smallest value of the time column, epoch milliseconds
   */
  record Written(
      String name,
      String partition,
      int day,
      long bytes,
      long modifiedAt,
      long rows,
      int projectId,
      String timeColumn,
      long firstTime,
      long lastTime)
      implements Serializable {

    /** How it enters the log, with what readers skip files by. */
    AddFile added() {
      String statistics =
          """
          {"numRecords":%d,"minValues":{"project_id":%d,"%s":"%s"},"maxValues":{"project_id":%d,"%s":"%s"},\
          "nullCount":{"project_id":0,"%s":0}}\
          """
              .formatted(
                  rows,
                  projectId,
                  timeColumn,
                  Instant.ofEpochMilli(firstTime),
                  projectId,
                  timeColumn,
                  Instant.ofEpochMilli(lastTime),
                  timeColumn);
      return new AddFile(
          name,
          scala.collection.immutable.Map$.MODULE$
              .<String, String>empty()
              .updated(partition, LocalDate.ofEpochDay(day).toString()),
          bytes,
          modifiedAt,
          true,
          statistics,
          null,
          null,
          scala.Option.empty(),
          scala.Option.empty(),
          scala.Option.empty(),
          scala.Option.empty(),
          scala.Option.empty());
    }
  }

  Written close(int projectId) throws IOException {
    writer.close();
    Path path = new Path(table, name);
    FileStatus status = path.getFileSystem(hadoop).getFileStatus(path);
    return new Written(
        name,
        kind.table().partitionColumns().getFirst(),
        day,
        status.getLen(),
        status.getModificationTime(),
        rows,
        projectId,
        kind.timeColumn(),
        firstTime,
        lastTime);
  }

  private static final class Builder<R> extends ParquetWriter.Builder<R, Builder<R>> {
    private final RowKind<R> kind;

    Builder(OutputFile file, RowKind<R> kind) {
      super(file);
      this.kind = kind;
    }

    @Override
    protected Builder<R> self() {
      return this;
    }

    @Override
    protected WriteSupport<R> getWriteSupport(Configuration hadoop) {
      return new Rows<>(kind);
    }
  }

  private static final class Rows<R> extends WriteSupport<R> {
    private final RowKind<R> kind;
    private final MessageType schema;
    private Cells cells;

    Rows(RowKind<R> kind) {
      this.kind = kind;
      this.schema = MessageTypeParser.parseMessageType(kind.table().parquetSchema());
    }

    @Override
    public WriteContext init(Configuration hadoop) {
      return new WriteContext(schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      List<String> names = schema.getFields().stream().map(Type::getName).toList();
      cells = new Cells(consumer, names);
    }

    @Override
    public void write(R row) {
      cells.begin();
      kind.cells().write(row, cells);
      cells.end();
    }
  }
}
