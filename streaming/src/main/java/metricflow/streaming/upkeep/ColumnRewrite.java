package metricflow.streaming.upkeep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;

/**
 * Writes all row groups of several files as one, a column at a time: no row is ever put together.
 * Columns are flat, as those of all our tables are.
 */
final class ColumnRewrite {
  private final MessageType schema;
  private final ParquetProperties properties;
  private final Configuration hadoop;

  /**
   * A rewrite of files of {@code schema}.
   *
   * @param varied columns written without dictionary and statistics
   */
  ColumnRewrite(MessageType schema, Set<String> varied, Configuration hadoop) {
    this.schema = schema;
    this.hadoop = hadoop;
    ParquetProperties.Builder builder = ParquetProperties.builder();
    for (String column : varied) {
      builder.withDictionaryEncoding(column, false).withStatisticsEnabled(column, false);
    }
    this.properties = builder.build();
  }

  private record RowGroup(ColumnReadStoreImpl columns) {}

  /** Adds one row group to {@code into}. The files' compressed row groups are in memory at once. */
  void write(List<ParquetFileReader> files, ParquetFileWriter into) throws IOException {
    List<RowGroup> groups = new ArrayList<>();
    long rows = 0;
    for (ParquetFileReader file : files) {
      String createdBy = file.getFooter().getFileMetaData().getCreatedBy();
      for (PageReadStore pages = file.readNextRowGroup();
          pages != null;
          pages = file.readNextRowGroup()) {
        rows += pages.getRowCount();
        groups.add(new RowGroup(new ColumnReadStoreImpl(pages, new Unused(), schema, createdBy)));
      }
    }
    CodecFactory codecs = new CodecFactory(hadoop, properties.getPageSizeThreshold());
    try {
      BytesInputCompressor zstd = codecs.getCompressor(CompressionCodecName.ZSTD);
      into.startBlock(rows);
      for (ColumnDescriptor column : schema.getColumns()) {
        write(column, groups, zstd, into);
      }
      into.endBlock();
    } finally {
      codecs.release();
    }
  }

  private void write(
      ColumnDescriptor column,
      List<RowGroup> groups,
      BytesInputCompressor compressor,
      ParquetFileWriter into)
      throws IOException {
    MessageType alone = new MessageType(schema.getName(), schema.getType(column.getPath()[0]));
    try (ColumnChunkPageWriteStore pages =
            new ColumnChunkPageWriteStore(
                compressor,
                alone,
                properties.getAllocator(),
                properties.getColumnIndexTruncateLength(),
                properties.getPageWriteChecksumEnabled());
        ColumnWriteStore store = properties.newColumnWriteStore(alone, pages)) {
      ColumnWriter writer = store.getColumnWriter(column);
      for (RowGroup group : groups) {
        copy(group.columns().getColumnReader(column), column, writer, store);
      }
      store.flush();
      pages.flushToFileWriter(into);
    }
  }

  private static void copy(
      ColumnReader from, ColumnDescriptor column, ColumnWriter to, ColumnWriteStore store) {
    int present = column.getMaxDefinitionLevel();
    for (long i = 0; i < from.getTotalValueCount(); i++) {
      int definition = from.getCurrentDefinitionLevel();
      if (definition < present) {
        to.writeNull(0, definition);
      } else {
        switch (column.getPrimitiveType().getPrimitiveTypeName()) {
          case INT32 -> to.write(from.getInteger(), 0, definition);
          case INT64 -> to.write(from.getLong(), 0, definition);
          case BOOLEAN -> to.write(from.getBoolean(), 0, definition);
          case FLOAT -> to.write(from.getFloat(), 0, definition);
          case DOUBLE -> to.write(from.getDouble(), 0, definition);
          case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> to.write(from.getBinary(), 0, definition);
        }
      }
      from.consume();
      store.endRecord();
    }
  }

  /** Readers ask for converters, which nothing is given to: values are taken one by one. */
  private static final class Unused extends GroupConverter {
    private final Converter value = new PrimitiveConverter() {};

    @Override
    public Converter getConverter(int field) {
      return value;
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }
}
