package metricflow.api.query;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of any SQL type as JSON has it: text, number, flag, list, object or null. */
public final class SqlValue {
  private SqlValue() {}

  /** Dates and times become ISO 8601 text, bytes hexadecimal text, what JSON cannot hold text. */
  public static Object json(Object value) {
    return switch (value) {
      case null -> null;
      case String text -> text;
      case Boolean flag -> flag;
      case Double number -> Double.isFinite(number) ? number : number.toString();
      case Float number -> Float.isFinite(number) ? number : number.toString();
      case BigDecimal number -> number;
      case Number number -> number;
      case byte[] bytes -> HexFormat.of().formatHex(bytes);
      case Timestamp time -> time.toLocalDateTime().toString();
      case Array array -> elements(array);
      case List<?> list -> list.stream().map(SqlValue::json).toList();
      case Map<?, ?> map -> {
        Map<String, Object> object = new LinkedHashMap<>();
        map.forEach((name, member) -> object.put(String.valueOf(name), json(member)));
        yield object;
      }
      default -> value.toString();
    };
  }

  private static List<Object> elements(Array array) {
    try {
      return Arrays.stream((Object[]) array.getArray()).map(SqlValue::json).toList();
    } catch (SQLException unreadable) {
      throw new IllegalArgumentException("an array that cannot be read", unreadable);
    }
  }
}
