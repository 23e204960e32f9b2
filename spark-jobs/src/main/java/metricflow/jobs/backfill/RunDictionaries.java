package metricflow.jobs.backfill;

import java.util.Arrays;
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
 * Parquet's usual encodings; a value that is the very object of one before is not looked up again
 * in the dictionary of its column. In sorted rows most are.
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
    private static final int PLACES = 1 << 8;
    private static final int ABSENT = -1;

    private final Binary[] known = new Binary[PLACES];
    private final int[] ids = new int[PLACES];

    RunDictionary(ParquetProperties properties) {
      super(
          properties.getDictionaryPageSizeThreshold(),
          Encoding.PLAIN_DICTIONARY,
          Encoding.PLAIN_DICTIONARY,
          properties.getAllocator());
    }

    @Override
    public void writeBytes(Binary value) {
      int place = System.identityHashCode(value) & (PLACES - 1);
      if (known[place] != value) {
        ids[place] = id(value);
        known[place] = value;
      }
      encodedValues.add(ids[place]);
    }

    private int id(Binary value) {
      int id = binaryDictionaryContent.getInt(value);
      if (id == ABSENT) {
        id = binaryDictionaryContent.size();
        binaryDictionaryContent.put(value.copy(), id);
        dictionaryByteSize += Integer.BYTES + value.length();
      }
      return id;
    }

    @Override
    protected void clearDictionaryContent() {
      super.clearDictionaryContent();
      Arrays.fill(known, null);
    }
  }
}
