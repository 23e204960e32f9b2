package metricflow.api.collect;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.util.Set;
import ua_parser.Parser;

/** Tells device, browser and operating system from a User-Agent header. Thread-safe. */
final class UserAgents {
  private static final int MAX_REMEMBERED = 10_000;

  /** Real ones are shorter; the rest would only cost time. */
  private static final int MAX_LENGTH = 512;

  private static final String NOT_RECOGNISED = "Other";
  private static final Set<String> HANDHELD_SYSTEMS =
      Set.of("Android", "iOS", "Windows Phone", "BlackBerry OS", "KaiOS", "HarmonyOS");
  private static final Set<String> DESKTOP_SYSTEMS =
      Set.of("Windows", "Mac OS X", "Linux", "Ubuntu", "Fedora", "Debian", "Chrome OS", "FreeBSD");

  private final LoadingCache<String, Client> clients =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build(UserAgents::parse);

  /**
   * What is told of a client; each part is null when it is not recognised.
   *
   * @param device {@code desktop}, {@code mobile}, {@code tablet} or {@code bot}
   * @param browser family
   * @param os family
   */
  record Client(String device, String browser, String os) {
    static final Client UNKNOWN = new Client(null, null, null);
  }

  /** Hundreds of patterns that take a second to read: once, when first needed. */
  private static final class Patterns {
    static final Parser PARSER = new Parser();
  }

  /** Reads the patterns beforehand, so that the first request does not wait for them. */
  void warmUp() {
    client("warm-up");
  }

  Client client(String userAgent) {
    if (userAgent == null || userAgent.isBlank()) {
      return Client.UNKNOWN;
    }
    return clients.get(
        userAgent.length() <= MAX_LENGTH ? userAgent : userAgent.substring(0, MAX_LENGTH));
  }

  private static Client parse(String userAgent) {
    ua_parser.Client parsed = Patterns.PARSER.parse(userAgent);
    String os = recognised(parsed.os.family);
    return new Client(
        device(userAgent, parsed.device.family, os), recognised(parsed.userAgent.family), os);
  }

  private static String device(String userAgent, String deviceFamily, String os) {
    if ("Spider".equals(deviceFamily)) {
      return "bot";
    }
    if (isTablet(userAgent, deviceFamily, os)) {
      return "tablet";
    }
    if (os == null) {
      return null;
    }
    if (HANDHELD_SYSTEMS.contains(os)) {
      return "mobile";
    }
    return DESKTOP_SYSTEMS.contains(os) ? "desktop" : null;
  }

  /** Android names phones "Mobile" and leaves the word out on tablets. */
  private static boolean isTablet(String userAgent, String deviceFamily, String os) {
    return "iPad".equals(deviceFamily)
        || userAgent.contains("Tablet")
        || ("Android".equals(os) && !userAgent.contains("Mobile"));
  }

  private static String recognised(String family) {
    return family == null || family.equals(NOT_RECOGNISED) ? null : family;
  }
}
