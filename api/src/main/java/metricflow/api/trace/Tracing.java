package metricflow.api.trace;

import io.javalin.http.Context;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import java.util.function.Supplier;
import metricflow.config.Config;
import metricflow.config.ConfigKey;
import metricflow.problem.ProblemException;

/** The traces of this process: spans that are sent off, or none at all. Thread-safe. */
public final class Tracing implements AutoCloseable {
  static final AttributeKey<Long> PROJECT = AttributeKey.longKey("metricflow.project_id");
  static final String INSTRUMENTATION = "metricflow.api";
  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  /** No traces: every call does nothing. */
  public static final Tracing OFF =
      new Tracing(TracerProvider.noop().get(INSTRUMENTATION), false, () -> {});

  private final Tracer tracer;
  private final boolean on;
  private final ServerSpans requests;
  private final Runnable stop;

  Tracing(Tracer tracer, boolean on, Runnable stop) {
    this.tracer = tracer;
    this.on = on;
    this.requests = new ServerSpans(tracer);
    this.stop = stop;
  }

  /** As configured; of what is off no class is loaded that sends. */
  public static Tracing of(Config config) {
    String endpoint = config.text(ConfigKey.METRICFLOW_OTLP_ENDPOINT);
    return endpoint.isEmpty()
        ? OFF
        : OtlpTraces.to(endpoint, config.number(ConfigKey.METRICFLOW_TRACES_PERCENT));
  }

  /** Whether there are traces. */
  public boolean isOn() {
    return on;
  }

  /** Begins the span of a request on this thread, in the trace that its client has begun if any. */
  public void beginRequest(Context context) {
    if (on) {
      requests.begin(context);
    }
  }

  /** Ends the span that {@link #beginRequest} has begun on this thread. */
  public void endRequest(Context context) {
    if (on) {
      requests.end(context);
    }
  }

  /** Says whose request it is that this thread answers. */
  public static void project(int projectId) {
    Span.current().setAttribute(PROJECT, projectId);
  }

  /**
   * Begins a span of a call to another system, within the one of this thread; its caller ends it.
   *
   * @param name what is done, in words that are the same for all calls of the kind
   * @param system the other one, such as {@code redis}
   */
  public Span begin(SpanKind kind, String name, String system) {
    return tracer.spanBuilder(name).setSpanKind(kind).setAttribute(SYSTEM, system).startSpan();
  }

  /** A call to another system within a span; parameters as those of {@link #begin}. */
  public <T> T call(String name, String system, Supplier<T> call) {
    if (!on) {
      return call.get();
    }
    Span span = begin(SpanKind.CLIENT, name, system);
    try {
      return call.get();
    } catch (RuntimeException failed) {
      failed(span, failed);
      throw failed;
    } finally {
      span.end();
    }
  }

  /** Says that what the span is about has failed; by the kind of failure, never in its words. */
  public static void failed(Span span, Throwable failure) {
    span.setStatus(StatusCode.ERROR);
    span.setAttribute(
        ERROR,
        failure instanceof ProblemException problem
            ? problem.problem().type().slug()
            : failure.getClass().getName());
  }

  /** Sends what has not been sent yet, for a few seconds at most. */
  @Override
  public void close() {
    stop.run();
  }
}
