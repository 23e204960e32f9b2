package metricflow.api.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
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
final class MembersTest {
  private static final Author ADMIN = Author.admin();
  private static final Member.Wish ADA =
      new Member.Wish("ada@example.com", "Ada", MemberRole.OWNER);
  private static final Member.Wish BO = new Member.Wish("bo@example.com", "Bo", MemberRole.EDITOR);

  private final MetadataStore store;
  private final SettableClock clock = new SettableClock();
  private final AuditLog audit;
  private final Keys keys;
  private final Members members;
  private final Projects projects;
  private final int shop;
  private final int blog;
  private final Member.Added ada;

  MembersTest(Database database) {
    this.store = database.open();
    this.audit = new AuditLog(store, clock);
    this.keys = new Keys(store, audit, clock);
    this.members = new Members(store, audit, keys, clock);
    this.projects = new JdbcProjects(store, clock);
    Projects.Created created = projects.create(new Projects.Wish("Shop", Optional.of(ADA)), ADMIN);
    this.shop = created.project().projectId();
    this.ada = created.owner().orElseThrow();
    this.blog = projects.create("Blog").project().projectId();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void the_first_owner_gets_a_token_that_may_do_all_but_send() {
    Principal principal = projects.byKey(ada.token().key()).orElseThrow();

    assertThat(ada.token().key()).startsWith("mfp_");
    assertThat(principal.project().projectId()).isEqualTo(shop);
    assertThat(principal.actor())
        .isEqualTo(
            new Actor(
                Actor.Kind.MEMBER, Integer.toString(ada.member().memberId()), "ada@example.com"));
    assertThat(principal.scopes())
        .containsExactly(Scope.QUERY_READ, Scope.PROJECT_WRITE, Scope.PROJECT_ADMIN);
    assertThat(projects.byWriteKey(ada.token().key())).isEmpty();
  }

  @Test
  void a_change_of_role_changes_what_tokens_may_do() {
    Member.Added bo = members.add(shop, BO, ADMIN);

    members.changeRole(shop, bo.member().memberId(), MemberRole.VIEWER, ADMIN);
    assertThat(scopes(bo.token())).containsExactly(Scope.QUERY_READ);

    members.changeRole(shop, bo.member().memberId(), MemberRole.EDITOR, ADMIN);
    assertThat(scopes(bo.token())).containsExactly(Scope.QUERY_READ, Scope.PROJECT_WRITE);
  }

  @Test
  void a_token_may_be_narrower_than_the_role() {
    ApiKey.Wish narrow = new ApiKey.Wish("Laptop", Set.of(Scope.QUERY_READ), null);

    ApiKey.Fresh token = members.addToken(shop, ada.member().memberId(), narrow, ADMIN);

    assertThat(scopes(token)).containsExactly(Scope.QUERY_READ);
    ApiKey.Fresh rotated = keys.rotate(shop, token.kept().keyId(), Duration.ZERO, ADMIN);
    assertThat(scopes(rotated)).containsExactly(Scope.QUERY_READ);
    assertThat(rotated.kept().memberId()).isEqualTo(ada.member().memberId());
  }

  @Test
  void who_is_removed_is_let_in_no_more() {
    Member.Added bo = members.add(shop, BO, ADMIN);

    members.remove(shop, bo.member().memberId(), ADMIN);

    assertThat(projects.byKey(bo.token().key())).isEmpty();
    assertThat(members.of(shop)).containsExactly(ada.member());
    assertThat(members.add(shop, BO, ADMIN).member().email()).isEqualTo(BO.email());
  }

  @Test
  void the_last_owner_stays_an_owner() {
    members.add(shop, BO, ADMIN);
    int only = ada.member().memberId();

    assertThat(problem(() -> members.remove(shop, only, ADMIN))).isEqualTo(ProblemType.LAST_OWNER);
    assertThat(problem(() -> members.changeRole(shop, only, MemberRole.VIEWER, ADMIN)))
        .isEqualTo(ProblemType.LAST_OWNER);
    assertThat(members.changeRole(shop, only, MemberRole.OWNER, ADMIN)).isEqualTo(ada.member());
  }

  @Test
  void two_owners_who_leave_at_the_same_instant_do_not_both_leave() throws Exception {
    for (int round = 0; round < 10; round++) {
      Member second =
          members
              .add(
                  shop,
                  new Member.Wish("second" + round + "@example.com", "S", MemberRole.OWNER),
                  ADMIN)
              .member();
      Member first =
          members.of(shop).stream()
              .filter(member -> member.role() == MemberRole.OWNER)
              .findFirst()
              .orElseThrow();
      CyclicBarrier start = new CyclicBarrier(2);
      try (ExecutorService two = Executors.newFixedThreadPool(2)) {
        Callable<Boolean> firstLeaves = () -> leaves(start, first);
        Callable<Boolean> secondLeaves = () -> leaves(start, second);
        List<Future<Boolean>> left = two.invokeAll(List.of(firstLeaves, secondLeaves));
        assertThat(left.get(0).get() ^ left.get(1).get()).isTrue();
      }
      assertThat(members.of(shop))
          .filteredOn(member -> member.role() == MemberRole.OWNER)
          .hasSize(1);
    }
  }

  private boolean leaves(CyclicBarrier start, Member owner) throws Exception {
    start.await();
    try {
      members.remove(shop, owner.memberId(), ADMIN);
      return true;
    } catch (ProblemException refused) {
      assertThat(refused.problem().type()).isEqualTo(ProblemType.LAST_OWNER);
      return false;
    }
  }

  @Test
  void members_of_another_project_are_not_found() {
    int id = ada.member().memberId();
    ApiKey.Wish wish = new ApiKey.Wish("T", Set.of(Scope.QUERY_READ), null);

    assertThat(members.of(blog)).isEmpty();
    assertThat(problem(() -> members.remove(blog, id, ADMIN))).isEqualTo(ProblemType.NOT_FOUND);
    assertThat(problem(() -> members.changeRole(blog, id, MemberRole.VIEWER, ADMIN)))
        .isEqualTo(ProblemType.NOT_FOUND);
    assertThat(problem(() -> members.addToken(blog, id, wish, ADMIN)))
        .isEqualTo(ProblemType.NOT_FOUND);
    assertThat(keys.tokensOf(blog, id)).isEmpty();
  }

  @Test
  void an_address_is_a_member_once_in_a_project_and_may_be_one_of_several_projects() {
    assertThat(problem(() -> members.add(shop, ADA, ADMIN))).isEqualTo(ProblemType.ALREADY_THERE);
    assertThat(members.add(blog, ADA, ADMIN).member().email()).isEqualTo(ADA.email());
  }

  @Test
  void members_and_their_tokens_are_so_many_at_most() {
    ApiKey.Wish wish = new ApiKey.Wish("T", Set.of(Scope.QUERY_READ), null);
    int id = ada.member().memberId();
    for (int i = 1; i < Keys.MAX_TOKENS; i++) {
      members.addToken(shop, id, wish, ADMIN);
    }
    assertThat(problem(() -> members.addToken(shop, id, wish, ADMIN)))
        .isEqualTo(ProblemType.LIMIT_REACHED);

    for (int i = 1; i < Members.MAX_MEMBERS; i++) {
      members.add(shop, new Member.Wish(i + "@example.com", "M", MemberRole.VIEWER), ADMIN);
    }
    assertThat(problem(() -> members.add(shop, BO, ADMIN))).isEqualTo(ProblemType.LIMIT_REACHED);
  }

  @Test
  void every_change_is_in_the_audit_log() {
    int id = members.add(shop, BO, ADMIN).member().memberId();
    members.changeRole(shop, id, MemberRole.VIEWER, ADMIN);
    members.remove(shop, id, ADMIN);

    AuditLog.Subject subject = new AuditLog.Subject("member", Integer.toString(id));
    assertThat(audit.page(shop, Long.MAX_VALUE, 100))
        .filteredOn(entry -> entry.subject().equals(subject))
        .extracting(AuditLog.Entry::action)
        .containsExactly("delete", "update", "create");
  }

  private Set<Scope> scopes(ApiKey.Fresh token) {
    return projects.byKey(token.key()).orElseThrow().scopes();
  }

  private static ProblemType problem(Runnable change) {
    return catchThrowableOfType(ProblemException.class, change::run).problem().type();
  }
}
