package metricflow.api.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.ArrayList;
import java.util.List;
import metricflow.api.web.Json;

/** {@code GET /openapi.json}: all groups of routes of this process, itself among them. */
public final class DocumentRoutes implements ApiRoutes {
  private final byte[] document;

  /** Shows what {@code others} say about themselves. */
  public DocumentRoutes(List<ApiRoutes> others) {
    List<ApiRoutes> all = new ArrayList<>(others);
    all.add(this);
    this.document = Json.bytes(ApiDocument.of(all).json());
  }

  @Override
  public void register(JavalinDefaultRoutingApi routes) {
    routes.get(
        "/openapi.json", context -> context.contentType("application/json").result(document));
  }

  @Override
  public void describe(ApiDocument document) {
    document
        .operation("GET", "/openapi.json", "openapi", "This description.")
        .json(200, "OpenAPI 3.1", JsonNodeFactory.instance.objectNode().put("type", "object"));
  }
}
