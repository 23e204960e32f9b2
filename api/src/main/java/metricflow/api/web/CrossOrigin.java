package metricflow.api.web;

import io.javalin.http.Context;

/** Lets pages of any origin send events and load the SDK, without cookies or other credentials. */
public final class CrossOrigin {
  private static final String ONE_DAY_SECONDS = "86400";

  private CrossOrigin() {}

  /** Opens the answer to any origin. */
  public static void open(Context context) {
    context
        .header("Access-Control-Allow-Origin", "*")
        .header("Access-Control-Expose-Headers", CorrelationId.HEADER + ", Retry-After")
        .header("Cross-Origin-Resource-Policy", "cross-origin");
  }

  /** Answers the question a browser asks before it sends events. */
  public static void preflight(Context context) {
    context
        .header("Access-Control-Allow-Methods", "POST, OPTIONS")
        .header(
            "Access-Control-Allow-Headers",
            "Authorization, Content-Encoding, Content-Type, " + CorrelationId.HEADER)
        .header("Access-Control-Max-Age", ONE_DAY_SECONDS)
        .status(204);
  }
}
