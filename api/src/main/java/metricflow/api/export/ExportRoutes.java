package metricflow.api.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import metricflow.api.openapi.ApiDocument;
import metricflow.api.openapi.ApiRoutes;
import metricflow.api.query.Caller;
import metricflow.api.query.ProjectContext;
import metricflow.api.query.QueryExport;
import metricflow.api.query.QueryParser;
import metricflow.api.query.Question;
import metricflow.api.web.ClientWatch;
import metricflow.api.web.Json;
import metricflow.api.web.ReadAccess;
import metricflow.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /v1/export?format=csv|ndjson|parquet}: any question, its answer as rows. Problems
 * that come before the first rows have been sent are answered as such. Later ones break the export
 * off: the connection is cut, so that the client's HTTP knows the body is not whole, and before
 * that CSV and NDJSON get a last line that says why.
 */
public final class ExportRoutes implements ApiRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(ExportRoutes.class);
  private static final int MAX_BODY_BYTES = 64 * 1024;

  private final ReadAccess access;
  private final QueryExport exports;
  private final ClientWatch clients;
  private final IntFunction<ProjectContext> projects;

  /**
   * Exports for whom {@code access} lets in.
   *
   * @param projects what each gives to its questions
   */
  public ExportRoutes(
      ReadAccess access,
      QueryExport exports,
      ClientWatch clients,
      IntFunction<ProjectContext> projects) {
    this.access = access;
    this.exports = exports;
    this.clients = clients;
    this.projects = projects;
  }

  @Override
  public void register(JavalinDefaultRoutingApi routes) {
    routes.post("/v1/export", this::export);
  }

  @Override
  public void describe(ApiDocument document) {
    ExportDescription.addTo(document);
  }

  private void export(Context context) {
    export(context, access.project(context).projectId(), Json.body(context, MAX_BODY_BYTES));
  }

  /**
   * Exports the answer to a question, wherever it comes from, as the {@code format} of the address.
   *
   * @throws ProblemException when it is not valid or cannot be answered, unless rows have been sent
   */
  public void export(Context context, int projectId, JsonNode asked) {
    ExportFormat format = ExportFormat.named(context.queryParam("format"));
    Question question = QueryParser.question(asked, false, projects.apply(projectId));
    Caller caller = Caller.of(projectId);
    ExportBody body = new ExportBody(context, format, question.query().kind());
    try (ClientWatch.Watching _ = clients.watch(context, caller.cancellation()::cancel)) {
      exports.rows(caller, question, body);
      body.end();
    } catch (ProblemException problem) {
      if (body.takeBack()) {
        throw problem;
      }
      LOG.warn("export broke off: {}", problem.problem().detail(), problem.getCause());
      body.breakOff(problem.problem());
    } catch (CancellationException | UncheckedIOException gone) {
      LOG.debug("the client of an export has gone", gone);
      body.cut();
    } catch (RuntimeException unexpected) {
      if (body.takeBack()) {
        throw unexpected;
      }
      LOG.error("export broke off", unexpected);
      body.cut();
    }
  }
}
