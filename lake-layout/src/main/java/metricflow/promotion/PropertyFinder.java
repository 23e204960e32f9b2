package metricflow.promotion;

/**
 * Finds the value of a member in the JSON text of an object, looking no closer at all before it
 * than it must to pass over it. It is for texts that are known to be JSON; of others it may find
 * what a parser would not.
 */
public final class PropertyFinder {
  /** There is no such member, or its value is null, a list or an object. */
  public static final long NONE = -1;

  /** Something has an escape: it takes a parser to know. */
  public static final long UNSURE = -2;

  private static final int LONGEST_EXACT = 15;
  private static final double[] TENS = new double[LONGEST_EXACT + 1];

  static {
    TENS[0] = 1;
    for (int i = 1; i < TENS.length; i++) {
      TENS[i] = TENS[i - 1] * 10;
    }
  }

  private PropertyFinder() {}

  /**
   * Finds the first member of a name in the text from {@code from} to before {@code to}.
   *
   * @param name has the name, UTF-8, from {@code nameFrom} on
   * @return where the text of its value begins, in the upper half, and ends; or {@link #NONE} or
   *     {@link #UNSURE}
   */
  public static long find(
      byte[] json, int from, int to, byte[] name, int nameFrom, int nameLength) {
    int at = blanks(json, from, to);
    if (at >= to || json[at] != '{') {
      return NONE;
    }
    at = blanks(json, at + 1, to);
    while (at < to && json[at] == '"') {
      int keyEnd = plainEnd(json, at + 1, to);
      if (keyEnd < 0) {
        return UNSURE;
      }
      boolean found =
          keyEnd - at - 1 == nameLength && begins(json, at + 1, name, nameFrom, nameLength);
      at = blanks(json, keyEnd + 1, to);
      if (at >= to || json[at] != ':') {
        return NONE;
      }
      at = blanks(json, at + 1, to);
      if (found) {
        return value(json, at, to);
      }
      at = blanks(json, valueEnd(json, at, to), to);
      if (at >= to || json[at] != ',') {
        return NONE;
      }
      at = blanks(json, at + 1, to);
    }
    return NONE;
  }

  // Names are short: a comparison of whole arrays takes longer to get ready than it takes.
  private static boolean begins(byte[] json, int at, byte[] name, int nameFrom, int nameLength) {
    for (int i = 0; i < nameLength; i++) {
      if (json[at + i] != name[nameFrom + i]) {
        return false;
      }
    }
    return true;
  }

  private static long value(byte[] json, int at, int to) {
    if (at >= to || json[at] == '{' || json[at] == '[' || json[at] == 'n') {
      return NONE;
    }
    if (json[at] == '"') {
      int end = plainEnd(json, at + 1, to);
      return end < 0 ? UNSURE : place(at + 1, end);
    }
    return place(at, valueEnd(json, at, to));
  }

  private static long place(int from, int to) {
    return (long) from << Integer.SIZE | to;
  }

  /** Where a string ends that begins at {@code at}; below 0 when it has an escape or no end. */
  private static int plainEnd(byte[] json, int at, int to) {
    for (int end = at; end < to; end++) {
      if (json[end] == '"') {
        return end;
      }
      if (json[end] == '\\') {
        return -1;
      }
    }
    return -1;
  }

  /** What comes after the value at {@code at}. */
  private static int valueEnd(byte[] json, int at, int to) {
    int depth = 0;
    for (int end = at; end < to; end++) {
      switch (json[end]) {
        case '"' -> {
          end++;
          while (end < to && json[end] != '"') {
            end += json[end] == '\\' ? 2 : 1;
          }
        }
        case '{', '[' -> depth++;
        case '}', ']' -> {
          if (depth == 0) {
            return end;
          }
          depth--;
        }
        case ',', ' ', '\t', '\n', '\r' -> {
          if (depth == 0) {
            return end;
          }
        }
        default -> {}
      }
    }
    return to;
  }

  private static int blanks(byte[] json, int from, int to) {
    int at = from;
    while (at < to
        && (json[at] == ' ' || json[at] == '\n' || json[at] == '\t' || json[at] == '\r')) {
      at++;
    }
    return at;
  }

  /**
   * The number that {@link Double#parseDouble} reads from a text, if it is a short decimal, as most
   * are; else NaN.
   */
  public static double shortDecimal(byte[] text, int from, int to) {
    boolean negative = from < to && text[from] == '-';
    int first = negative ? from + 1 : from;
    // Both a whole number of so few digits and its power of ten are exact, so their quotient is the
    // nearest number there is.
    if (to - first > LONGEST_EXACT || first == to) {
      return Double.NaN;
    }
    long digits = 0;
    int point = -1;
    for (int at = first; at < to; at++) {
      int digit = text[at] - '0';
      if (digit >= 0 && digit <= 9) {
        digits = digits * 10 + digit;
      } else if (text[at] == '.' && point < 0 && at > first && at < to - 1) {
        point = at;
      } else {
        return Double.NaN;
      }
    }
    double number = point < 0 ? digits : digits / TENS[to - point - 1];
    return negative ? -number : number;
  }
}
