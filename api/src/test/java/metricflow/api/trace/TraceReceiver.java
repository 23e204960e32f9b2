package metricflow.api.trace;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A server on a free port that takes traces as OTLP over HTTP and keeps them. */
public final class TraceReceiver implements AutoCloseable {
  private final HttpServer server;
  private final List<ExportTraceServiceRequest> received = new CopyOnWriteArrayList<>();

  /** A server that has received nothing. */
  public TraceReceiver() {
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.createContext(
        "/v1/traces",
        exchange -> {
          received.add(
              ExportTraceServiceRequest.parseFrom(exchange.getRequestBody().readAllBytes()));
          exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  /** What {@code METRICFLOW_OTLP_ENDPOINT} is to be. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * A span as it came.
   *
   * @param attributes as texts
   */
  public record Received(
      String traceId,
      String spanId,
      String parentId,
      String name,
      boolean failed,
      Map<String, String> attributes) {}

  /** All spans so far. */
  public List<Received> spans() {
    return received.stream()
        .flatMap(request -> request.getResourceSpansList().stream())
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .map(TraceReceiver::received)
        .toList();
  }

  /** The one span of this name. */
  public Received span(String name) {
    List<Received> named = spans().stream().filter(span -> span.name().equals(name)).toList();
    if (named.size() != 1) {
      throw new AssertionError("not one span '%s': %s".formatted(name, spans()));
    }
    return named.getFirst();
  }

  /** Everything received, in words. */
  public String text() {
    return received.toString();
  }

  private static Received received(Span span) {
    return new Received(
        hex(span.getTraceId().toByteArray()),
        hex(span.getSpanId().toByteArray()),
        hex(span.getParentSpanId().toByteArray()),
        span.getName(),
        span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
        span.getAttributesList().stream()
            .collect(Collectors.toMap(KeyValue::getKey, pair -> text(pair.getValue()))));
  }

  private static String text(AnyValue value) {
    return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
