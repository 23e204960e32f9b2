package metricflow.api.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import metricflow.api.query.Row;
import metricflow.api.query.RowSink;
import metricflow.problem.Problem;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;

/**
 * One Parquet file, in row groups of 16 MiB, which is what is held in memory. An export that broke
 * off has no footer, so nothing takes it for a file.
 */
final class ParquetRows implements RowWriter {
  private static final long ROW_GROUP_BYTES = 16L << 20;
  private static final int PAGE_BYTES = 1 << 20;

  private final OutputStream out;
  private ParquetWriter<Row> file;

  ParquetRows(OutputStream out) {
    this.out = out;
  }

  @Override
  public void begin(List<RowSink.Column> columns) throws IOException {
    file =
        new Builder(new ParquetStream(out), new ParquetColumns(columns))
            .withConf(new PlainParquetConfiguration())
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withCodecFactory(new ZstdCodec())
            .withRowGroupSize(ROW_GROUP_BYTES)
            .withPageSize(PAGE_BYTES)
            .build();
  }

  @Override
  public void row(Row row) throws IOException {
    file.write(row);
  }

  @Override
  public void end() throws IOException {
    file.close();
  }

  @Override
  public void broken(Problem problem) {
    // Without the footer that closing would write.
  }

  private static final class Builder extends ParquetWriter.Builder<Row, Builder> {
    private final ParquetColumns columns;

    Builder(OutputFile file, ParquetColumns columns) {
      super(file);
      this.columns = columns;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Row> getWriteSupport(ParquetConfiguration settings) {
      return columns;
    }

    @Override
    protected WriteSupport<Row> getWriteSupport(Configuration settings) {
      return columns;
    }
  }
}
