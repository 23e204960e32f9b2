package metricflow.api.query;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** Reads a {@link Formula}: numbers, the letters of the series, {@code + - * /}, parentheses. */
final class FormulaParser {
  static final int MAX_LENGTH = 200;
  private static final int MAX_DEPTH = 20;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d{1,15})?");

  private final String text;
  private final String path;
  private final int series;
  private int at;
  private int depth;

  private FormulaParser(String text, String path, int series) {
    this.text = text;
    this.path = path;
    this.series = series;
  }

  /**
   * The formula {@code text} over {@code series} series.
   *
   * @throws ProblemException of type {@code QUERY_INVALID}, naming {@code path} and the character
   */
  static Formula parse(String text, String path, int series) {
    FormulaParser parser = new FormulaParser(text, path, series);
    Formula.Node root = parser.sum();
    if (parser.at < text.length()) {
      throw parser.wrong();
    }
    return new Formula(text, root);
  }

  private Formula.Node sum() {
    Formula.Node left = product();
    while (next() == '+' || next() == '-') {
      left = new Formula.Operation(take(), left, product());
    }
    return left;
  }

  private Formula.Node product() {
    Formula.Node left = part();
    while (next() == '*' || next() == '/') {
      left = new Formula.Operation(take(), left, part());
    }
    return left;
  }

  private Formula.Node part() {
    char c = next();
    if (c == '(' && depth < MAX_DEPTH) {
      depth++;
      take();
      Formula.Node inner = sum();
      if (next() != ')') {
        throw wrong();
      }
      take();
      depth--;
      return inner;
    }
    if (c >= 'A' && c < 'A' + series) {
      return new Formula.Operand(take() - 'A');
    }
    Matcher number = NUMBER.matcher(text).region(at, text.length());
    if (!number.lookingAt()) {
      throw wrong();
    }
    at = number.end();
    return new Formula.Constant(Double.parseDouble(number.group()));
  }

  /** The next character that is no space, 0 at the end. */
  private char next() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private char take() {
    return text.charAt(at++);
  }

  private ProblemException wrong() {
    return new ProblemException(
        ProblemType.QUERY_INVALID,
        "'%s' cannot be read from character %d on; it may have numbers, + - * / ( ) and series A to %c."
            .formatted(path, at + 1, (char) ('A' + series - 1)));
  }
}
