package metricflow.api.export;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;

/** Parquet files as text, for tests to compare. */
final class ParquetText {
  private ParquetText() {}

  /** The schema, and then each row. */
  static List<String> of(byte[] file) throws IOException {
    List<String> text = new ArrayList<>();
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            new Bytes(file),
            ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new Unzstd())
                .build())) {
      MessageType schema = reader.getFileMetaData().getSchema();
      schema.getFields().forEach(field -> text.add(field.toString()));
      MessageColumnIO columns = new ColumnIOFactory().getColumnIO(schema);
      for (PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        RecordReader<Group> rows = columns.getRecordReader(pages, new GroupRecordConverter(schema));
        for (long row = 0; row < pages.getRowCount(); row++) {
          text.add(rows.read().toString().strip().replace("\n", "; "));
        }
      }
    }
    return text;
  }

  private record Bytes(byte[] bytes) implements InputFile {
    @Override
    public long getLength() {
      return bytes.length;
    }

    @Override
    public SeekableInputStream newStream() {
      ByteArrayInputStream in = new ByteArrayInputStream(bytes);
      return new DelegatingSeekableInputStream(in) {
        @Override
        public long getPos() {
          return bytes.length - in.available();
        }

        @Override
        public void seek(long position) throws IOException {
          in.reset();
          if (in.skip(position) != position) {
            throw new EOFException();
          }
        }
      };
    }
  }

  private static final class Unzstd implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
      throw new UnsupportedOperationException();
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
      return new BytesInputDecompressor() {
        @Override
        public BytesInput decompress(BytesInput page, int size) throws IOException {
          return BytesInput.from(Zstd.decompress(page.toByteArray(), size));
        }

        @Override
        public void decompress(ByteBuffer page, int length, ByteBuffer out, int size) {
          byte[] bytes = new byte[length];
          page.get(bytes);
          out.put(Zstd.decompress(bytes, size));
        }

        @Override
        public void release() {}
      };
    }

    @Override
    public void release() {}
  }
}
