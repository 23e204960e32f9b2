package metricflow.api.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends spans, and says in our log when they no longer arrive and when they do again: once each.
 */
final class LoggedExporter implements SpanExporter {
  private static final Logger LOG = LoggerFactory.getLogger(LoggedExporter.class);

  /** The exporter's own log goes past ours, and repeats itself; held, or the level is forgotten. */
  private static final java.util.logging.Logger ITS_OWN =
      java.util.logging.Logger.getLogger("io.opentelemetry.exporter");

  private final SpanExporter exporter;
  private final String endpoint;
  private final AtomicBoolean arriving = new AtomicBoolean(true);

  LoggedExporter(SpanExporter exporter, String endpoint) {
    this.exporter = exporter;
    this.endpoint = endpoint;
    ITS_OWN.setLevel(Level.OFF);
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode sent = exporter.export(spans);
    return sent.whenComplete(() -> note(sent));
  }

  private void note(CompletableResultCode sent) {
    if (sent.isSuccess() && arriving.compareAndSet(false, true)) {
      LOG.info("traces arrive at {} again", endpoint);
    } else if (!sent.isSuccess() && arriving.compareAndSet(true, false)) {
      Throwable failure = sent.getFailureThrowable();
      LOG.warn("traces do not arrive at {}: {}", endpoint, String.valueOf(failure));
    }
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
