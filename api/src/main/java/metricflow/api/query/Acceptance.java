package metricflow.api.query;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which kept answers a caller accepts.
 *
 * @param kept whether any; else the answer is computed whatever is kept
 * @param ageSeconds how old an answer may be although its data has changed
 */
public record Acceptance(boolean kept, long ageSeconds) {
  /** Only those whose data has not changed. */
  public static final Acceptance UNCHANGED = new Acceptance(true, 0);

  private static final Pattern MAX_AGE = Pattern.compile("max-age=(\\d{1,9})");

  /** As the request's {@code Cache-Control} says: {@code no-cache} or {@code max-age=N}. */
  static Acceptance of(String cacheControl) {
    if (cacheControl == null) {
      return UNCHANGED;
    }
    if (cacheControl.contains("no-cache") || cacheControl.contains("no-store")) {
      return new Acceptance(false, 0);
    }
    Matcher age = MAX_AGE.matcher(cacheControl);
    return age.find() ? new Acceptance(true, Long.parseLong(age.group(1))) : UNCHANGED;
  }
}
