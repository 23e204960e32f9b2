package metricflow.api.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import metricflow.event.Dimension;
import metricflow.funnel.FunnelDefinition;
import metricflow.funnel.FunnelStep;
import metricflow.problem.ProblemException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
final class MetadataStoreTest {
  private static final List<FunnelStep> STEPS =
      List.of(
          new FunnelStep(
              "page_view", List.of(new FunnelStep.Filter(Dimension.PAGE, "/it's \"ours\""))),
          new FunnelStep("purchase", List.of()));

  private final Database database;
  private final MetadataStore store;
  private final Projects projects;
  private final SavedFunnels funnels;

  MetadataStoreTest(Database database) {
    this.database = database;
    this.store = database.open();
    this.projects = new JdbcProjects(store, Clock.systemUTC());
    this.funnels = new JdbcSavedFunnels(store, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_project_is_found_by_each_of_its_keys_and_by_no_other() {
    Projects.Created created = projects.create("Shop");

    assertThat(projects.byWriteKey(created.writeKey())).contains(created.project());
    assertThat(projects.byKey(created.readKey()))
        .map(Principal::project)
        .contains(created.project());
    assertThat(projects.byWriteKey(created.readKey())).isEmpty();
    assertThat(projects.byKey("mfr_" + "a".repeat(32))).isEmpty();
    assertThat(projects.byKey("mfr_' OR '1'='1")).isEmpty();
  }

  @Test
  void the_first_keys_may_send_and_may_read_and_save() {
    Projects.Created created = projects.create("Shop");

    assertThat(projects.byKey(created.writeKey()).orElseThrow().scopes())
        .containsExactly(Scope.EVENTS_WRITE);
    assertThat(projects.byKey(created.readKey()).orElseThrow().scopes())
        .containsExactly(Scope.QUERY_READ, Scope.PROJECT_WRITE);
  }

  @Test
  void keys_of_the_first_releases_go_on_working() throws SQLException {
    String old = database.newAddress();
    String user = database == Database.H2 ? "metricflow" : "postgres";
    String key = KeyKind.READ.fresh();
    try (Connection connection = DriverManager.getConnection(old, user, "");
        Statement statement = connection.createStatement()) {
      Flyway.configure()
          .dataSource(old, user, "")
          .locations("classpath:metricflow/api/metadata")
          .target("1")
          .load()
          .migrate();
      statement.execute("INSERT INTO projects (name, created_at) VALUES ('Old', now())");
      statement.execute(
          "INSERT INTO api_keys (key_hash, project_id, kind, created_at)"
              + " VALUES ('%s', 1, 'read', now())".formatted(KeyKind.hash(key)));
      try (MetadataStore upgraded = database.openAt(old)) {
        Principal principal =
            new JdbcProjects(upgraded, Clock.systemUTC()).byKey(key).orElseThrow();
        assertThat(principal.project()).isEqualTo(new Project(1, "Old"));
        assertThat(principal.scopes()).containsExactly(Scope.QUERY_READ, Scope.PROJECT_WRITE);
      }
    }
  }

  @Test
  void keys_are_long_random_and_need_no_escaping() {
    Projects.Created created = projects.create("Shop");

    assertThat(created.writeKey()).matches("mfw_[A-Za-z0-9_-]{32}");
    assertThat(created.readKey()).matches("mfr_[A-Za-z0-9_-]{32}");
  }

  @Test
  void only_hashes_of_keys_are_stored() throws SQLException {
    Projects.Created created = projects.create("Shop");

    List<String> stored = column("SELECT key_hash FROM api_keys");
    assertThat(stored).hasSize(2).allMatch(hash -> hash.matches("[0-9a-f]{64}"));
    assertThat(column(database == Database.H2 ? "SCRIPT" : "SELECT api_keys::text FROM api_keys"))
        .noneMatch(line -> line.contains(created.writeKey()))
        .noneMatch(line -> line.contains(created.readKey()));
  }

  @Test
  void funnels_come_back_as_saved_oldest_first_and_per_project() {
    int shop = projects.create("Shop").project().projectId();
    int blog = projects.create("Blog").project().projectId();

    FunnelDefinition first = funnels.add(shop, "First", 3600, STEPS);
    FunnelDefinition second = funnels.add(shop, "Second", 60, STEPS);

    assertThat(funnels.of(shop)).containsExactly(first, second);
    assertThat(funnels.of(blog)).isEmpty();
    assertThat(funnels.all()).containsExactly(Map.entry(shop, List.of(first, second)));
  }

  @Test
  void a_project_has_only_so_many_funnels() {
    int shop = projects.create("Shop").project().projectId();
    for (int i = 0; i < JdbcSavedFunnels.MAX_FUNNELS; i++) {
      funnels.add(shop, "Funnel", 60, STEPS);
    }

    assertThatThrownBy(() -> funnels.add(shop, "One more", 60, STEPS))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("20");
  }

  @Test
  void cohorts_come_back_as_saved_oldest_first_and_per_project() {
    int shop = projects.create("Shop").project().projectId();
    int blog = projects.create("Blog").project().projectId();
    SavedCohorts cohorts = new JdbcSavedCohorts(store, Clock.systemUTC());

    SavedCohort first = cohorts.add(shop, "It's \"ours\"", "{\"did\":{}}", Author.admin());
    SavedCohort second = cohorts.add(shop, "Second", "{\"did\":{}}", Author.admin());

    assertThat(cohorts.of(shop)).containsExactly(first, second);
    assertThat(cohorts.find(shop, first.cohortId())).contains(first);
    assertThat(cohorts.of(blog)).isEmpty();
    assertThat(cohorts.find(blog, first.cohortId())).isEmpty();
    assertThat(cohorts.replace(blog, second, Author.admin())).isEmpty();
    assertThat(cohorts.remove(blog, first.cohortId(), Author.admin())).isFalse();
    assertThat(cohorts.of(shop)).containsExactly(first, second);
    assertThat(cohorts.remove(shop, first.cohortId(), Author.admin())).isTrue();
    assertThat(cohorts.of(shop)).containsExactly(second);
  }

  @Test
  void a_project_has_only_so_many_cohorts() {
    int shop = projects.create("Shop").project().projectId();
    SavedCohorts cohorts = new JdbcSavedCohorts(store, Clock.systemUTC());
    for (int i = 0; i < JdbcSavedCohorts.MAX_COHORTS; i++) {
      cohorts.add(shop, "Cohort", "{}", Author.admin());
    }

    assertThatThrownBy(() -> cohorts.add(shop, "One more", "{}", Author.admin()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("200");
  }

  private List<String> column(String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = store.connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
