package metricflow.event;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What is kept of a text that could not be used: all of it, or its start and a note that says so.
 */
public final class Excerpt {
  private static final String NOTE = "… [cut after %d bytes]";
  private static final Pattern CUT = Pattern.compile("… \\[cut after \\d+ bytes]$");

  private Excerpt() {}

  /** The UTF-8 text of {@code body[start, end)}, cut when it has more than {@code maxBytes}. */
  public static String of(byte[] body, int start, int end, int maxBytes) {
    if (end - start <= maxBytes) {
      return new String(body, start, end - start, StandardCharsets.UTF_8);
    }
    return new String(body, start, maxBytes, StandardCharsets.UTF_8) + NOTE.formatted(maxBytes);
  }

  /** Whether {@code payload} is only the start of what was sent. */
  public static boolean isCut(String payload) {
    return payload.endsWith("]") && CUT.matcher(payload).find();
  }
}
