package metricflow.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import metricflow.api.metadata.AuditLog;
import metricflow.api.metadata.Database;
import metricflow.api.metadata.JdbcProjects;
import metricflow.api.metadata.JdbcSavedCohorts;
import metricflow.api.metadata.JdbcSavedFunnels;
import metricflow.api.metadata.MetadataStore;
import metricflow.api.metadata.Projects;
import metricflow.api.metadata.SettableClock;
import metricflow.api.metadata.Settings;
import metricflow.api.openapi.ApiRoutes;
import metricflow.api.project.ProjectRoutes;
import metricflow.api.project.StoredContext;
import metricflow.api.query.LakeNames;
import metricflow.api.query.ProjectContext;
import metricflow.api.query.QueryParser;
import metricflow.api.query.Row;
import metricflow.api.query.Rows;
import metricflow.api.query.SqlStatement;
import metricflow.api.schema.SeenSchema;
import metricflow.api.web.AdminAccess;
import metricflow.api.web.Json;
import metricflow.api.web.ReadAccess;
import metricflow.api.web.ServedRoutes;
import metricflow.api.web.ServedRoutes.Answer;

/** The routes over the metadata store as they are wired, on a free port, and a client of them. */
final class StoreServer implements AutoCloseable {
  static final String ADMIN_KEY = "mfa_secret";

  private final MetadataStore store = Database.H2.open();
  private final SettableClock clock = new SettableClock();
  private final Projects projects = new JdbcProjects(store, clock);
  private final List<SqlStatement> statements = new CopyOnWriteArrayList<>();
  private final ServedRoutes server;
  private volatile List<Row> lake = List.of();

  StoreServer() {
    ReadAccess readers = new ReadAccess(projects);
    AdminAccess admins = new AdminAccess(ADMIN_KEY);
    Settings settings = new Settings(store, new AuditLog(store, clock));
    JdbcSavedCohorts cohorts = new JdbcSavedCohorts(store, clock);
    IntFunction<ProjectContext> contexts =
        projectId -> new StoredContext(cohorts, settings::timeZone, projectId, clock);
    StoreWiring wiring =
        new StoreWiring(
            store,
            settings,
            readers,
            admins,
            (context, projectId, question) -> {
              QueryParser.question(question, false, contexts.apply(projectId));
              Json.answer(context, 200, Map.of("project_id", projectId, "question", question));
            },
            (context, projectId, question) ->
                Json.answer(
                    context,
                    200,
                    Map.of(
                        "project_id",
                        projectId,
                        "question",
                        question,
                        "format",
                        context.queryParam("format"))),
            new SeenSchema(
                (caller, statement) -> {
                  statements.add(statement);
                  return new Rows(lake, 0, Map.of());
                },
                new LakeNames("lake"),
                clock),
            contexts,
            clock);
    ProjectRoutes project =
        new ProjectRoutes(projects, new JdbcSavedFunnels(store, clock), readers, admins, () -> {});
    List<ApiRoutes> groups = new ArrayList<>(wiring.routes());
    groups.add(project);
    this.server = new ServedRoutes(groups);
  }

  /** What the lake answers to whatever it is asked. */
  void lake(List<Row> rows) {
    lake = rows;
  }

  /** What the lake has been asked. */
  List<SqlStatement> statements() {
    return statements;
  }

  SettableClock clock() {
    return clock;
  }

  Projects projects() {
    return projects;
  }

  /** A project with a key that has every scope but sending. */
  Tenant tenant(String name) throws IOException, InterruptedException {
    Answer project = send("POST", "/v1/projects", ADMIN_KEY, "{\"name\":\"" + name + "\"}");
    String id = project.text("project_id");
    Answer key =
        send(
            "POST",
            "/v1/keys?project_id=" + id,
            ADMIN_KEY,
            """
            {"name":"All","scopes":["query:read","project:write","project:admin"]}\
            """);
    return new Tenant(
        Integer.parseInt(id), key.text("key"), project.text("read_key"), project.text("write_key"));
  }

  /**
   * A project for a test.
   *
   * @param key may do everything but send
   */
  record Tenant(int projectId, String key, String readKey, String writeKey) {}

  Answer get(String path, String key) throws IOException, InterruptedException {
    return send("GET", path, key, "");
  }

  Answer send(String method, String path, String key, String body)
      throws IOException, InterruptedException {
    return send(method, path, key, body, Map.of());
  }

  Answer send(String method, String path, String key, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    return server.send(method, path, key, body, headers);
  }

  @Override
  public void close() {
    server.close();
    store.close();
  }
}
