package metricflow.api.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import metricflow.config.ConfigKey;

/** Traces sent as OTLP over HTTP, in batches, beside the requests they are about. */
final class OtlpTraces {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final List<String> SCHEMES = List.of("http", "https");

  private OtlpTraces() {}

  /**
   * Traces that go to {@code endpoint}.
   *
   * @param percent share of those requests whose clients have not decided whether to trace them
   * @throws IllegalArgumentException when the endpoint is no address, or the share no percentage
   */
  static Tracing to(String endpoint, int percent) {
    requireAddress(endpoint);
    if (percent > 100) {
      throw new IllegalArgumentException(
          "%s is %d; it may be 0 to 100".formatted(ConfigKey.METRICFLOW_TRACES_PERCENT, percent));
    }
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.getDefault().toBuilder()
                    .put(AttributeKey.stringKey("service.name"), "metricflow-api")
                    .build())
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(percent / 100.0)))
            .addSpanProcessor(
                BatchSpanProcessor.builder(
                        new LoggedExporter(
                            OtlpHttpSpanExporter.builder()
                                .setEndpoint(endpoint.replaceFirst("/+$", "") + "/v1/traces")
                                .setTimeout(TIMEOUT)
                                .build(),
                            endpoint))
                    .build())
            .build();
    return new Tracing(
        provider.get(Tracing.INSTRUMENTATION),
        true,
        () -> provider.shutdown().join(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
  }

  private static void requireAddress(String endpoint) {
    try {
      URI address = new URI(endpoint);
      if (SCHEMES.contains(String.valueOf(address.getScheme())) && address.getHost() != null) {
        return;
      }
    } catch (URISyntaxException noAddress) {
      // Told below.
    }
    throw new IllegalArgumentException(
        "%s is '%s'; it must be an address such as http://127.0.0.1:4318"
            .formatted(ConfigKey.METRICFLOW_OTLP_ENDPOINT, endpoint));
  }
}
