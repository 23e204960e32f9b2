package metricflow.api.web;

import java.util.Arrays;

/** {@code ETag} and {@code If-None-Match}. */
public final class EntityTags {
  private EntityTags() {}

  /** Whether the client has it already. Proxies may have made the tag strong or weak. */
  public static boolean isKnown(String ifNoneMatch, String etag) {
    return ifNoneMatch != null
        && Arrays.stream(ifNoneMatch.split(","))
            .map(tag -> opaque(tag.strip()))
            .anyMatch(tag -> tag.equals("*") || tag.equals(opaque(etag)));
  }

  private static String opaque(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }
}
