package metricflow.api.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** {@code /health/live}: the process runs; {@code /health/ready}: it can do its work. */
public final class Health implements AutoCloseable {
  private final List<Dependency> dependencies;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean stopping;

  /**
   * Something this process talks to.
   *
   * @param name for people and machines
   * @param required whether nothing works without it
   * @param isReachable asks it; may block for a few seconds
   */
  public record Dependency(String name, boolean required, BooleanSupplier isReachable) {}

  private record Answer(Dependency dependency, boolean reachable) {}

  /** Health of a process with these dependencies. */
  public Health(List<Dependency> dependencies) {
    this.dependencies = List.copyOf(dependencies);
  }

  /** Adds the routes. */
  public void register(JavalinDefaultRoutingApi routes) {
    routes.get(
        "/health/live",
        context -> Json.answer(context, 200, Json.mapper().createObjectNode().put("status", "up")));
    routes.get("/health/ready", this::ready);
  }

  /** From now on the process is not ready: nobody should send it new requests. */
  public void stopping() {
    stopping = true;
  }

  private void ready(Context context) {
    boolean ready = !stopping;
    ObjectNode body = Json.mapper().createObjectNode();
    ObjectNode list = body.putObject("dependencies");
    for (Answer answer : askAll()) {
      Dependency dependency = answer.dependency();
      list.putObject(dependency.name())
          .put("status", answer.reachable() ? "up" : "down")
          .put("required", dependency.required());
      ready &= answer.reachable() || !dependency.required();
    }
    body.put("status", ready ? "up" : stopping ? "stopping" : "down");
    Json.answer(context.header("Cache-Control", "no-store"), ready ? 200 : 503, body);
  }

  private List<Answer> askAll() {
    List<CompletableFuture<Answer>> asked = new ArrayList<>();
    for (Dependency dependency : dependencies) {
      asked.add(
          CompletableFuture.supplyAsync(
                  () -> new Answer(dependency, dependency.isReachable().getAsBoolean()), threads)
              .exceptionally(failed -> new Answer(dependency, false)));
    }
    return asked.stream().map(CompletableFuture::join).toList();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
