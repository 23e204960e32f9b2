package metricflow.api.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
final class SavedItemsTest {
  private static final Author ADMIN = Author.admin();
  private static final OptionalInt FIRST = OptionalInt.of(1);

  private final MetadataStore store;
  private final SettableClock clock = new SettableClock();
  private final AuditLog audit;
  private final SavedItems items;
  private final ReportRuns runs;
  private final int shop;
  private final int blog;

  SavedItemsTest(Database database) {
    this.store = database.open();
    this.audit = new AuditLog(store, clock);
    this.items = new SavedItems(store, audit, clock);
    this.runs = new ReportRuns(store, audit, clock);
    Projects projects = new JdbcProjects(store, clock);
    this.shop = projects.create("Shop").project().projectId();
    this.blog = projects.create("Blog").project().projectId();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void an_item_comes_back_as_saved() {
    SavedItem saved = insight("It's \"ours\"; DROP TABLE saved_items");

    assertThat(items.get(shop, saved.ref())).isEqualTo(saved);
    assertThat(items.of(shop, ItemKind.INSIGHT)).containsExactly(saved);
    assertThat(items.of(shop, ItemKind.DASHBOARD)).isEmpty();
    assertThat(saved.version()).isEqualTo(1);
    assertThat(saved.createdBy()).isEqualTo("installation admin");
    assertThat(saved.createdAt()).isEqualTo(clock.instant()).isEqualTo(saved.updatedAt());
  }

  @Test
  void a_change_is_the_next_version() {
    SavedItem saved = insight("Sales");
    clock.pass(Duration.ofHours(1));

    SavedItem changed = items.put(shop, saved.ref(), FIRST, draft("Revenue", Map.of()), ADMIN);

    assertThat(changed.version()).isEqualTo(2);
    assertThat(changed.name()).isEqualTo("Revenue");
    assertThat(changed.createdAt()).isEqualTo(saved.createdAt());
    assertThat(changed.updatedAt()).isEqualTo(clock.instant());
    assertThat(items.get(shop, saved.ref())).isEqualTo(changed);
  }

  @Test
  void who_has_seen_another_version_changes_nothing() {
    SavedItem saved = insight("Sales");
    items.put(shop, saved.ref(), FIRST, draft("Revenue", Map.of()), ADMIN);

    assertThat(problem(() -> items.put(shop, saved.ref(), FIRST, draft("X", Map.of()), ADMIN)))
        .isEqualTo(ProblemType.EDIT_CONFLICT);
    assertThat(problem(() -> items.delete(shop, saved.ref(), FIRST, ADMIN)))
        .isEqualTo(ProblemType.EDIT_CONFLICT);
    assertThat(items.get(shop, saved.ref()).name()).isEqualTo("Revenue");
    items.delete(shop, saved.ref(), OptionalInt.empty(), ADMIN);
    assertThat(items.of(shop, ItemKind.INSIGHT)).isEmpty();
  }

  @Test
  void of_two_changes_at_the_same_instant_one_is_refused() throws Exception {
    SavedItem saved = insight("Sales");
    CyclicBarrier start = new CyclicBarrier(2);
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      Future<Boolean> one = two.submit(() -> changes(start, saved, "One"));
      Future<Boolean> other = two.submit(() -> changes(start, saved, "Other"));
      assertThat(one.get() ^ other.get()).isTrue();
    }
    assertThat(items.get(shop, saved.ref()).version()).isEqualTo(2);
  }

  private boolean changes(CyclicBarrier start, SavedItem saved, String name) throws Exception {
    start.await();
    try {
      items.put(shop, saved.ref(), FIRST, draft(name, Map.of()), ADMIN);
      return true;
    } catch (ProblemException refused) {
      assertThat(refused.problem().type()).isEqualTo(ProblemType.EDIT_CONFLICT);
      return false;
    }
  }

  @Test
  void items_of_another_project_or_kind_are_not_found() {
    SavedItem saved = insight("Sales");
    SavedItem.Ref asReport = new SavedItem.Ref(ItemKind.REPORT, saved.itemId());

    assertThat(items.of(blog, ItemKind.INSIGHT)).isEmpty();
    assertThat(problem(() -> items.get(blog, saved.ref()))).isEqualTo(ProblemType.NOT_FOUND);
    assertThat(problem(() -> items.get(shop, asReport))).isEqualTo(ProblemType.NOT_FOUND);
    assertThat(problem(() -> items.delete(blog, saved.ref(), FIRST, ADMIN)))
        .isEqualTo(ProblemType.NOT_FOUND);
    assertThat(problem(() -> items.put(blog, saved.ref(), FIRST, draft("X", Map.of()), ADMIN)))
        .isEqualTo(ProblemType.NOT_FOUND);
    assertThat(items.get(shop, saved.ref())).isEqualTo(saved);
  }

  @Test
  void what_a_dashboard_shows_is_of_its_project_and_stays_while_it_is_shown() {
    SavedItem sales = insight("Sales");
    SavedItem.Draft showsSales = draft("Board", Map.of(sales.itemId(), ItemKind.INSIGHT));
    SavedItem board = items.create(shop, ItemKind.DASHBOARD, showsSales, ADMIN);

    assertThat(problem(() -> items.delete(shop, sales.ref(), FIRST, ADMIN)))
        .isEqualTo(ProblemType.IN_USE);
    assertThat(problem(() -> items.create(blog, ItemKind.DASHBOARD, showsSales, ADMIN)))
        .isEqualTo(ProblemType.QUERY_INVALID);
    assertThat(items.of(blog, ItemKind.DASHBOARD)).isEmpty();

    items.put(shop, board.ref(), FIRST, draft("Board", Map.of()), ADMIN);
    items.delete(shop, sales.ref(), FIRST, ADMIN);
    assertThat(items.of(shop, ItemKind.INSIGHT)).isEmpty();
  }

  @Test
  void a_report_is_due_when_its_time_has_come_until_it_has_run() {
    SavedItem sales = insight("Sales");
    Instant seven = clock.instant().plus(Duration.ofHours(1));
    SavedItem report =
        items.create(
            shop,
            ItemKind.REPORT,
            new SavedItem.Draft("Weekly", "{}", Map.of(sales.itemId(), ItemKind.INSIGHT), seven),
            ADMIN);
    assertThat(times(report).isDue(clock.instant())).isFalse();

    clock.pass(Duration.ofHours(1));
    assertThat(times(report).isDue(clock.instant())).isTrue();
    runs.finish(
        shop, report.ref(), ReportRuns.Status.DELIVERED, seven.plus(Duration.ofDays(7)), ADMIN);

    assertThat(times(report).isDue(clock.instant())).isFalse();
    assertThat(times(report).lastStatus()).isEqualTo("delivered");
    assertThat(runs.of(blog)).isEmpty();
    assertThat(
            problem(() -> runs.finish(blog, report.ref(), ReportRuns.Status.FAILED, seven, ADMIN)))
        .isEqualTo(ProblemType.NOT_FOUND);
    items.delete(shop, report.ref(), FIRST, ADMIN);
    assertThat(runs.of(shop)).isEmpty();
  }

  @Test
  void a_report_that_is_switched_off_is_never_due() {
    SavedItem report = items.create(shop, ItemKind.REPORT, draft("Off", Map.of()), ADMIN);

    clock.pass(Duration.ofDays(1_000));
    assertThat(times(report).isDue(clock.instant())).isFalse();
  }

  @Test
  void a_project_has_only_so_many() {
    for (int i = 0; i < ItemKind.DASHBOARD.most(); i++) {
      items.create(shop, ItemKind.DASHBOARD, draft("Board", Map.of()), ADMIN);
    }

    assertThat(
            problem(
                () -> items.create(shop, ItemKind.DASHBOARD, draft("One more", Map.of()), ADMIN)))
        .isEqualTo(ProblemType.LIMIT_REACHED);
  }

  @Test
  void every_change_is_in_the_audit_log_with_the_states_it_lies_between() {
    SavedItem saved = insight("Sales");
    items.put(shop, saved.ref(), FIRST, draft("Revenue", Map.of()), ADMIN);
    items.delete(shop, saved.ref(), OptionalInt.of(2), ADMIN);

    var entries = audit.page(shop, Long.MAX_VALUE, 3);
    assertThat(entries)
        .extracting(AuditLog.Entry::action)
        .containsExactly("delete", "update", "create");
    assertThat(entries.get(2).after()).isEqualTo(entries.get(1).before());
    assertThat(entries.get(1).after()).isEqualTo(entries.get(0).before());
    assertThat(entries.get(1).after()).isNotEqualTo(entries.get(1).before());
  }

  private SavedItem insight(String name) {
    return items.create(shop, ItemKind.INSIGHT, draft(name, Map.of()), ADMIN);
  }

  private ReportRuns.Times times(SavedItem report) {
    return runs.of(shop).get(report.itemId());
  }

  private static SavedItem.Draft draft(String name, Map<String, ItemKind> uses) {
    return new SavedItem.Draft(name, "{\"query\":{\"kind\":\"trends\"}}", uses, null);
  }

  private static ProblemType problem(Runnable change) {
    return catchThrowableOfType(ProblemException.class, change::run).problem().type();
  }
}
