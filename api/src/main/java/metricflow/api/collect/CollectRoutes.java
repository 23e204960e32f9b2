package metricflow.api.collect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.openapi.ApiRoutes;
import metricflow.api.web.BearerKey;
import metricflow.api.web.CorrelationId;
import metricflow.api.web.CrossOrigin;
import metricflow.api.web.Json;
import metricflow.api.web.ProblemAnswer;
import metricflow.event.Verdict;
import metricflow.problem.Problem;
import metricflow.problem.ProblemType;

/** {@code POST /v1/batch}. */
public final class CollectRoutes implements ApiRoutes {
  private static final String PATH = "/v1/batch";

  private final Collector collector;
  private final ClientAddress addresses;
  private final Clock clock;

  CollectRoutes(Collector collector, ClientAddress addresses, Clock clock) {
    this.collector = collector;
    this.addresses = addresses;
    this.clock = clock;
  }

  @Override
  public void register(JavalinDefaultRoutingApi routes) {
    routes.before(PATH, CrossOrigin::open);
    routes.options(PATH, CrossOrigin::preflight);
    routes.post(PATH, this::collect);
  }

  @Override
  public void describe(ApiDocument document) {
    CollectDescription.addTo(document, PATH);
  }

  private void collect(Context context) {
    Receipt receipt = collector.collect(request(context));
    if (receipt.nothingAccepted()) {
      Problem problem =
          new Problem(
              ProblemType.NO_EVENT_ACCEPTED,
              "All %d events were rejected.".formatted(receipt.rejected()));
      ObjectNode body = ProblemAnswer.toJson(context, problem);
      ProblemAnswer.answer(context, problem, addTo(body, receipt));
    } else {
      Json.answer(context, 200, addTo(Json.mapper().createObjectNode(), receipt));
    }
  }

  private CollectRequest request(Context context) {
    return new CollectRequest(
        CorrelationId.of(context),
        clock.millis(),
        BearerKey.of(context).orElse(context.queryParam("write_key")),
        context.header("Content-Encoding"),
        context.req().getContentLengthLong(),
        addresses.of(context.req()),
        country(context),
        context.userAgent(),
        context.bodyInputStream());
  }

  private static String country(Context context) {
    String header = context.header("X-Country");
    String code = header == null ? context.header("CF-IPCountry") : header;
    if (code == null || !code.strip().matches("[A-Za-z]{2}")) {
      return null;
    }
    String country = code.strip().toUpperCase(Locale.ROOT);
    return country.equals("XX") ? null : country;
  }

  private static ObjectNode addTo(ObjectNode body, Receipt receipt) {
    body.put("received_at", Instant.ofEpochMilli(receipt.receivedAt()).toString())
        .put("accepted", receipt.accepted())
        .put("rejected", receipt.rejected());
    ArrayNode results = body.putArray("results");
    for (Verdict verdict : receipt.verdicts()) {
      ObjectNode result = results.addObject();
      switch (verdict) {
        case Verdict.Accepted good ->
            result.put("event_id", good.event().eventId().toString()).put("status", "accepted");
        case Verdict.Rejected bad ->
            result
                .put("event_id", bad.eventId())
                .put("status", "rejected")
                .set("problem", ProblemAnswer.toJson(bad.problem()));
      }
    }
    return body;
  }
}
