package metricflow.trino.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlNullable;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;
import java.util.Map;
import metricflow.promotion.PropertyFinder;
import metricflow.promotion.PropertyValues;

/**
 * The values of {@code events.properties} and {@code events.user_properties}. They are those of
 * Trino's {@code json_extract_scalar} for the JSON that is stored there, in a part of the time: a
 * question looks at millions of them.
 */
public final class PropertyFunctions {
  private PropertyFunctions() {}

  /**
   * {@code property_text(properties, name)}: a string as it is, numbers and booleans as they are
   * written; NULL for null, lists, objects and what is not there.
   */
  @ScalarFunction("property_text")
  @Description("Value of a property as text, out of the JSON of all")
  @SqlType(StandardTypes.VARCHAR)
  @SqlNullable
  public static Slice text(
      @SqlType(StandardTypes.VARCHAR) Slice properties,
      @SqlType(StandardTypes.VARCHAR) Slice name) {
    long place = find(properties, name);
    if (place == PropertyFinder.NONE) {
      return null;
    }
    if (place == PropertyFinder.UNSURE) {
      String text = parsed(properties, name);
      return text == null ? null : Slices.utf8Slice(text);
    }
    int from = (int) (place >>> Integer.SIZE) - properties.byteArrayOffset();
    return properties.slice(from, (int) place - properties.byteArrayOffset() - from);
  }

  /**
   * {@code property_number(properties, name)}: the number that Java reads from the text; NULL where
   * it reads none.
   */
  @ScalarFunction("property_number")
  @Description("Value of a property as a number, out of the JSON of all")
  @SqlType(StandardTypes.DOUBLE)
  @SqlNullable
  public static Double number(
      @SqlType(StandardTypes.VARCHAR) Slice properties,
      @SqlType(StandardTypes.VARCHAR) Slice name) {
    long place = find(properties, name);
    if (place == PropertyFinder.NONE) {
      return null;
    }
    if (place == PropertyFinder.UNSURE) {
      return PropertyValues.number(parsed(properties, name));
    }
    byte[] json = properties.byteArray();
    int from = (int) (place >>> Integer.SIZE);
    int to = (int) place;
    double number = PropertyFinder.shortDecimal(json, from, to);
    return Double.isNaN(number)
        ? PropertyValues.number(new String(json, from, to - from, UTF_8))
        : (Double) number;
  }

  private static long find(Slice properties, Slice name) {
    int from = properties.byteArrayOffset();
    return PropertyFinder.find(
        properties.byteArray(),
        from,
        from + properties.length(),
        name.byteArray(),
        name.byteArrayOffset(),
        name.length());
  }

  private static String parsed(Slice properties, Slice name) {
    String[] values = new String[1];
    PropertyValues.read(properties.toStringUtf8(), Map.of(name.toStringUtf8(), 0), values);
    return values[0];
  }
}
