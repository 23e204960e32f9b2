package metricflow.api.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
final class KeysTest {
  private static final Author OWNER = Author.admin();

  private final MetadataStore store;
  private final SettableClock clock = new SettableClock();
  private final AuditLog audit;
  private final Keys keys;
  private final Projects projects;
  private final int shop;

  KeysTest(Database database) {
    this.store = database.open();
    this.audit = new AuditLog(store, clock);
    this.keys = new Keys(store, audit, clock);
    this.projects = new JdbcProjects(store, clock);
    this.shop = projects.create("Shop").project().projectId();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_key_lets_in_to_its_project_with_its_scopes() {
    ApiKey.Fresh fresh = keys.create(shop, wish("Reports", Scope.QUERY_READ), OWNER);

    Principal principal = projects.byKey(fresh.key()).orElseThrow();
    assertThat(principal.project()).isEqualTo(new Project(shop, "Shop"));
    assertThat(principal.scopes()).containsExactly(Scope.QUERY_READ);
    assertThat(principal.actor())
        .isEqualTo(new Actor(Actor.Kind.KEY, fresh.kept().keyId(), "Reports"));
    assertThat(projects.byWriteKey(fresh.key())).isEmpty();
  }

  @Test
  void a_key_that_sends_is_public_and_looks_like_it() {
    ApiKey.Fresh fresh = keys.create(shop, wish("Site", Scope.EVENTS_WRITE), OWNER);

    assertThat(fresh.key()).startsWith("mfw_").startsWith(fresh.kept().startsWith());
    assertThat(projects.byWriteKey(fresh.key())).isPresent();
  }

  @Test
  void keys_are_listed_oldest_first_without_their_secrets_and_per_project() {
    int blog = projects.create("Blog").project().projectId();
    clock.pass(Duration.ofSeconds(1));
    ApiKey.Fresh fresh = keys.create(shop, wish("Reports", Scope.QUERY_READ), OWNER);

    assertThat(keys.of(shop)).hasSize(3).last().isEqualTo(fresh.kept());
    assertThat(keys.of(shop).toString()).doesNotContain(fresh.key());
    assertThat(keys.of(blog)).extracting(ApiKey::name).containsOnly("Write key", "Read key");
  }

  @Test
  void the_use_of_a_key_is_noted_to_within_a_minute() {
    ApiKey.Fresh fresh = keys.create(shop, wish("Reports", Scope.QUERY_READ), OWNER);
    assertThat(kept(fresh).lastUsedAt()).isNull();

    projects.byKey(fresh.key());
    Instant first = clock.instant();
    clock.pass(Duration.ofSeconds(59));
    projects.byKey(fresh.key());
    assertThat(kept(fresh).lastUsedAt()).isEqualTo(first);

    clock.pass(Duration.ofSeconds(1));
    projects.byKey(fresh.key());
    assertThat(kept(fresh).lastUsedAt()).isEqualTo(clock.instant());
  }

  @Test
  void after_a_rotation_both_keys_work_until_the_grace_has_passed() {
    ApiKey.Fresh old = keys.create(shop, wish("Site", Scope.EVENTS_WRITE), OWNER);

    ApiKey.Fresh fresh = keys.rotate(shop, old.kept().keyId(), Duration.ofHours(1), OWNER);

    assertThat(fresh.kept().name()).isEqualTo("Site");
    assertThat(fresh.kept().replaces()).isEqualTo(old.kept().keyId());
    clock.pass(Duration.ofMinutes(59));
    assertThat(projects.byWriteKey(old.key())).isPresent();
    assertThat(projects.byWriteKey(fresh.key())).isPresent();
    clock.pass(Duration.ofMinutes(1));
    assertThat(projects.byWriteKey(old.key())).isEmpty();
    assertThat(projects.byWriteKey(fresh.key())).isPresent();
  }

  @Test
  void a_rotation_does_not_lengthen_the_life_of_the_old_key() {
    Instant end = clock.instant().plus(Duration.ofMinutes(1));
    ApiKey.Fresh old =
        keys.create(shop, new ApiKey.Wish("Short", EnumSet.of(Scope.QUERY_READ), end), OWNER);

    keys.rotate(shop, old.kept().keyId(), Duration.ofDays(1), OWNER);

    assertThat(kept(old).expiresAt()).isEqualTo(end);
  }

  @Test
  void an_expired_or_revoked_key_lets_nobody_in() {
    Instant end = clock.instant().plus(Duration.ofHours(1));
    ApiKey.Wish brief = new ApiKey.Wish("Brief", EnumSet.of(Scope.QUERY_READ), end);
    ApiKey.Fresh expiring = keys.create(shop, brief, OWNER);
    ApiKey.Fresh revoked = keys.create(shop, wish("Gone", Scope.QUERY_READ), OWNER);

    keys.revoke(shop, revoked.kept().keyId(), OWNER);
    assertThat(projects.byKey(expiring.key())).isPresent();
    clock.pass(Duration.ofHours(1));

    assertThat(projects.byKey(expiring.key())).isEmpty();
    assertThat(projects.byKey(revoked.key())).isEmpty();
    assertThat(keys.of(shop)).extracting(ApiKey::name).doesNotContain("Gone");
  }

  @Test
  void keys_of_another_project_are_not_found() {
    int blog = projects.create("Blog").project().projectId();
    String shopKey = keys.of(shop).getFirst().keyId();

    assertNotFound(() -> keys.revoke(blog, shopKey, OWNER));
    assertNotFound(() -> keys.rotate(blog, shopKey, Duration.ZERO, OWNER));
    assertThat(keys.of(shop)).hasSize(2).allMatch(key -> key.expiresAt() == null);
  }

  @Test
  void every_change_is_in_the_audit_log_and_a_change_that_failed_is_not() {
    ApiKey.Fresh old = keys.create(shop, wish("Reports", Scope.QUERY_READ), OWNER);
    keys.rotate(shop, old.kept().keyId(), Duration.ZERO, OWNER);
    assertThatThrownBy(() -> keys.revoke(shop, "0".repeat(32), OWNER))
        .isInstanceOf(ProblemException.class);
    keys.revoke(shop, old.kept().keyId(), OWNER);

    List<AuditLog.Entry> entries = audit.page(shop, Long.MAX_VALUE, 10);
    assertThat(entries)
        .extracting(AuditLog.Entry::action)
        .containsExactly("revoke", "rotate", "create", "create");
    assertThat(entries.getFirst().subject())
        .isEqualTo(new AuditLog.Subject("key", old.kept().keyId()));
    assertThat(entries.getFirst().correlationId()).isEqualTo(OWNER.correlationId());
    assertThat(entries.get(2).after()).isEqualTo(entries.get(1).before()).isNotNull();
    assertThat(entries.getFirst().after()).isNull();
  }

  @Test
  void a_project_has_only_so_many_keys() {
    for (int i = keys.of(shop).size(); i < Keys.MAX_KEYS; i++) {
      keys.create(shop, wish("Key", Scope.QUERY_READ), OWNER);
    }

    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () -> keys.create(shop, wish("One more", Scope.QUERY_READ), OWNER));
    assertThat(refused.problem().type()).isEqualTo(ProblemType.LIMIT_REACHED);
  }

  private ApiKey kept(ApiKey.Fresh fresh) {
    return keys.of(shop).stream()
        .filter(key -> key.keyId().equals(fresh.kept().keyId()))
        .findFirst()
        .orElseThrow();
  }

  private static ApiKey.Wish wish(String name, Scope scope) {
    return new ApiKey.Wish(name, Set.of(scope), null);
  }

  private static void assertNotFound(Runnable change) {
    ProblemException refused = catchThrowableOfType(ProblemException.class, change::run);
    assertThat(refused.problem().type()).isEqualTo(ProblemType.NOT_FOUND);
  }
}
