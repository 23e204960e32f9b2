package metricflow.api.trace;

import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import metricflow.api.web.CorrelationId;
import org.slf4j.MDC;

/** One span for each request: its route, its status and whose it was; no address and no header. */
final class ServerSpans {
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> CORRELATION =
      AttributeKey.stringKey("metricflow.correlation_id");
  private static final String LOG_FIELD = "trace_id";
  private static final String UNDER_WAY = ServerSpans.class.getName();
  private static final int FIRST_OF_SERVER = 500;

  private static final TextMapGetter<Context> HEADERS = Context::header;

  private final Tracer tracer;

  private record UnderWay(Span span, Scope scope) {}

  ServerSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  /** The span is this thread's until {@link #end}, which every request comes to. */
  @SuppressWarnings("MustBeClosedChecker")
  void begin(Context context) {
    Span span =
        tracer
            .spanBuilder(context.method().name())
            .setSpanKind(SpanKind.SERVER)
            .setParent(
                W3CTraceContextPropagator.getInstance()
                    .extract(io.opentelemetry.context.Context.root(), context, HEADERS))
            .setAttribute(METHOD, context.method().name())
            .setAttribute(CORRELATION, CorrelationId.of(context).toString())
            .startSpan();
    context.attribute(UNDER_WAY, new UnderWay(span, span.makeCurrent()));
    MDC.put(LOG_FIELD, span.getSpanContext().getTraceId());
  }

  void end(Context context) {
    UnderWay request = context.attribute(UNDER_WAY);
    if (request == null) {
      return;
    }
    MDC.remove(LOG_FIELD);
    request.scope().close();
    Endpoint route = context.endpoints().matchedHttpEndpoint();
    if (route != null) {
      request.span().updateName(context.method().name() + " " + route.path);
      request.span().setAttribute(ROUTE, route.path);
    }
    int status = context.statusCode();
    request.span().setAttribute(STATUS, status);
    if (status >= FIRST_OF_SERVER) {
      request.span().setStatus(StatusCode.ERROR);
    }
    request.span().end();
  }
}
