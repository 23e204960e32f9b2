package metricflow.jobs.backfill;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/**
 * A column of texts that repeat; null is left out. Of one text object the same bytes are handed on
 * again, by which {@link RunDictionaries} knows them at a glance. Used by one thread.
 */
final class TextValues<R> implements ColumnValues<R> {
  /** Texts remembered; a newer one takes the place of an older with the same place. */
  private static final int PLACES = 1 << 8;

  private final Function<R, String> value;
  private final String[] texts = new String[PLACES];
  private final Binary[] bytes = new Binary[PLACES];

  TextValues(Function<R, String> value) {
    this.value = value;
  }

  @Override
  public void write(List<R> rows, int from, int until, ColumnWriter out) {
    for (int i = from; i < until; i++) {
      String text = value.apply(rows.get(i));
      if (text == null) {
        out.writeNull(0, 0);
      } else {
        out.write(bytes(text), 0, PRESENT);
      }
    }
  }

  private Binary bytes(String text) {
    int hash = text.hashCode();
    int place = (hash ^ hash >>> 16) & (PLACES - 1);
    if (!text.equals(texts[place])) {
      texts[place] = text;
      bytes[place] = Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes[place];
  }
}
