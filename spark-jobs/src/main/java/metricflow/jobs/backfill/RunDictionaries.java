package metricflow.jobs.backfill;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.dictionary.DictionaryValuesWriter.PlainBinaryDictionaryValuesWriter;
import org.apache.parquet.column.values.factory.DefaultValuesWriterFactory;
import org.apache.parquet.column.values.factory.ValuesWriterFactory;
import org.apache.parquet.column.values.fallback.FallbackValuesWriter;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Parquet's usual encodings; a value that is the very one before it is not looked up again in the
 * dictionary of its column. In sorted rows most are.
 */
final class RunDictionaries implements ValuesWriterFactory {
  private final ValuesWriterFactory usual = new DefaultValuesWriterFactory();
  private ParquetProperties properties;

  @Override
  public void initialize(ParquetProperties properties) {
    this.properties = properties;
    usual.initialize(properties);
  }

  @Override
  public ValuesWriter newValuesWriter(ColumnDescriptor column) {
    if (column.getPrimitiveType().getPrimitiveTypeName() != PrimitiveTypeName.BINARY
        || !properties.isDictionaryEnabled(column)) {
      return usual.newValuesWriter(column);
    }
    return FallbackValuesWriter.of(
        new RunDictionary(properties),
        new PlainValuesWriter(
            properties.getInitialSlabSize(),
            properties.getPageSizeThreshold(),
            properties.getAllocator()));
  }

  private static final class RunDictionary extends PlainBinaryDictionaryValuesWriter {
    private Binary last;
    private int lastId;

    RunDictionary(ParquetProperties properties) {
      super(
          properties.getDictionaryPageSizeThreshold(),
          Encoding.PLAIN_DICTIONARY,
          Encoding.PLAIN_DICTIONARY,
          properties.getAllocator());
    }

    @Override
    public void writeBytes(Binary value) {
      if (value == last) {
        encodedValues.add(lastId);
        return;
      }
      super.writeBytes(value);
      last = value;
      lastId = binaryDictionaryContent.getInt(value);
    }

    @Override
    protected void clearDictionaryContent() {
      super.clearDictionaryContent();
      last = null;
    }
  }
}
