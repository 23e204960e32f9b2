package metricflow.api.query;

import java.util.Locale;
import metricflow.api.web.Json;

/**
 * An answer as it is sent.
 *
 * @param json the {@link Answer} with its {@link Members}, as UTF-8 JSON
 * @param etag weak
 * @param from where it comes from
 * @param ageSeconds time since it was computed
 */
public record Served(byte[] json, String etag, From from, long ageSeconds) {

  /** Where an answer comes from. */
  public enum From {
    /** Computed for this caller. */
    COMPUTED,
    /** Computed for another caller who asked the same a moment before. */
    SHARED,
    /** Kept; the data it was read from has not changed since. */
    KEPT,
    /** Kept; the data may have changed, but cannot be read, or the caller accepts its age. */
    STALE;

    /** As it is called in a header and in metrics. */
    public String json() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What every answer says about how it was served, beside the members of {@link Answer}.
   *
   * @param cached whether it was kept from before
   * @param stale whether the data it was read from may have changed since
   * @param ageSeconds seconds since it was computed
   */
  public record Members(boolean cached, boolean stale, long ageSeconds) {}

  static Served of(Kept kept, From from, long ageSeconds) {
    Members members =
        new Members(from == From.KEPT || from == From.STALE, from == From.STALE, ageSeconds);
    return new Served(joined(Json.bytes(members), kept.json()), kept.etag(), from, ageSeconds);
  }

  /** Two JSON objects as one; neither is empty. */
  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = new byte[first.length + second.length - 1];
    System.arraycopy(first, 0, all, 0, first.length);
    all[first.length - 1] = ',';
    System.arraycopy(second, 1, all, first.length, second.length - 1);
    return all;
  }
}
