package metricflow.api.web;

import io.javalin.http.Context;
import java.util.UUID;
import org.slf4j.MDC;

/** One id per request, in its answer, its log lines and the records it leaves on the bus. */
public final class CorrelationId {
  /** Header in which it comes and goes. */
  public static final String HEADER = "X-Correlation-Id";

  private static final int UUID_LENGTH = 36;
  private static final String LOG_FIELD = "correlation_id";

  private CorrelationId() {}

  /** Takes the id the client sent, or a fresh one when it sent none or no UUID. */
  static void begin(Context context) {
    UUID id = sentOrFresh(context.header(HEADER));
    context.attribute(HEADER, id);
    context.header(HEADER, id.toString());
    MDC.put(LOG_FIELD, id.toString());
  }

  static void end() {
    MDC.remove(LOG_FIELD);
  }

  /** The id of this request. */
  public static UUID of(Context context) {
    UUID id = context.attribute(HEADER);
    return id == null ? UUID.randomUUID() : id;
  }

  private static UUID sentOrFresh(String sent) {
    if (sent != null && sent.length() == UUID_LENGTH) {
      try {
        return UUID.fromString(sent);
      } catch (IllegalArgumentException notAUuid) {
        return UUID.randomUUID();
      }
    }
    return UUID.randomUUID();
  }
}
