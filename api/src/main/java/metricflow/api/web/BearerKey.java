package metricflow.api.web;

import io.javalin.http.Context;
import java.util.Optional;

/** The key in {@code Authorization: Bearer ...}. */
public final class BearerKey {
  private static final String SCHEME = "Bearer ";

  private BearerKey() {}

  /** The key the request carries, if it carries one. */
  public static Optional<String> of(Context context) {
    String header = context.header("Authorization");
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    String key = header.substring(SCHEME.length()).strip();
    return key.isEmpty() ? Optional.empty() : Optional.of(key);
  }
}
