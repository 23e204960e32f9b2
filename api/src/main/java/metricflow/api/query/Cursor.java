package metricflow.api.query;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a list that is ordered by time, newest first.
 *
 * @param time of the last entry told
 * @param sequence its client's sequence; 0 in a list of persons
 * @param id its id
 */
public record Cursor(Instant time, int sequence, String id) {
  private static final Pattern TEXT =
      Pattern.compile("(-?\\d{1,15})\\.(-?\\d{1,9})\\.(.+)", Pattern.DOTALL);
  static final int MAX_TEXT = 300;

  /** The place as text, for {@code after}. */
  String text() {
    return "%d.%d.%s".formatted(time.toEpochMilli(), sequence, id);
  }

  /** The place in the member {@code name}, if it is there. */
  static Optional<Cursor> in(JsonFields fields, String name) {
    if (!fields.has(name)) {
      return Optional.empty();
    }
    Matcher text = TEXT.matcher(fields.text(name, MAX_TEXT));
    if (!text.matches()) {
      throw fields.problem(name, "must be the 'next' of an answer before");
    }
    return Optional.of(
        new Cursor(
            Instant.ofEpochMilli(Long.parseLong(text.group(1))),
            Integer.parseInt(text.group(2)),
            text.group(3)));
  }
}
