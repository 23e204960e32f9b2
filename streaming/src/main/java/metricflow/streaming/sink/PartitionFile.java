package metricflow.streaming.sink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** One Parquet file being written for one partition of a table. */
final class PartitionFile<R> {
  private final RowLayout<R> layout;
  private final Configuration hadoop;
  private final Path path;
  private final int epochDay;
  private final ParquetWriter<R> writer;
  private long rows;
  private int minProject = Integer.MAX_VALUE;
  private int maxProject = Integer.MIN_VALUE;
  private long minTime = Long.MAX_VALUE;
  private long maxTime = Long.MIN_VALUE;

  PartitionFile(RowLayout<R> layout, Configuration hadoop, Path path, int epochDay)
      throws IOException {
    this.layout = layout;
    this.hadoop = hadoop;
    this.path = path;
    this.epochDay = epochDay;
    Builder<R> builder =
        new Builder<>(HadoopOutputFile.fromPath(path, hadoop), layout)
            .withConf(hadoop)
            .withCompressionCodec(CompressionCodecName.ZSTD);
    for (String column : layout.varied()) {
      builder.withDictionaryEncoding(column, false).withStatisticsEnabled(column, false);
    }
    this.writer = builder.build();
  }

  void write(R row) throws IOException {
    writer.write(row);
    rows++;
    int project = layout.projectId().applyAsInt(row);
    minProject = Math.min(minProject, project);
    maxProject = Math.max(maxProject, project);
    long time = layout.partitionTime().applyAsLong(row);
    minTime = Math.min(minTime, time);
    maxTime = Math.max(maxTime, time);
  }

  /** Bytes written so far, in memory or in the file. */
  long bytes() {
    return writer.getDataSize();
  }

  LakeFile close() throws IOException {
    writer.close();
    FileStatus status = path.getFileSystem(hadoop).getFileStatus(path);
    return new LakeFile(
        path.toString(),
        status.getLen(),
        status.getModificationTime(),
        epochDay,
        rows,
        minProject,
        maxProject,
        minTime * 1000,
        maxTime * 1000);
  }

  private static final class Builder<R> extends ParquetWriter.Builder<R, Builder<R>> {
    private final RowLayout<R> layout;

    Builder(OutputFile file, RowLayout<R> layout) {
      super(file);
      this.layout = layout;
    }

    @Override
    protected Builder<R> self() {
      return this;
    }

    @Override
    protected WriteSupport<R> getWriteSupport(Configuration hadoop) {
      return new RowSupport<>(layout);
    }
  }

  /** Hands each row's cells to Parquet in the order of the schema. */
  private static final class RowSupport<R> extends WriteSupport<R> {
    private final MessageType schema;
    private final List<String> names = new ArrayList<>();
    private final List<Cell<R>> cells = new ArrayList<>();
    private RecordConsumer out;

    RowSupport(RowLayout<R> layout) {
      schema = MessageTypeParser.parseMessageType(layout.table().parquetSchema());
      for (Type field : schema.getFields()) {
        names.add(field.getName());
        cells.add(layout.cells().get(field.getName()));
      }
    }

    @Override
    public WriteContext init(Configuration hadoop) {
      return new WriteContext(schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(R row) {
      out.startMessage();
      for (int i = 0; i < cells.size(); i++) {
        cells.get(i).write(row, out, names.get(i), i);
      }
      out.endMessage();
    }
  }
}
