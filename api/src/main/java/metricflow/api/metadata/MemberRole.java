package metricflow.api.metadata;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a member is in a project, and so what their tokens may do at most. */
public enum MemberRole {
  /** Everything but sending, which keys do. */
  OWNER(EnumSet.of(Scope.QUERY_READ, Scope.PROJECT_WRITE, Scope.PROJECT_ADMIN)),
  /** Asks and saves. */
  EDITOR(EnumSet.of(Scope.QUERY_READ, Scope.PROJECT_WRITE)),
  /** Asks. */
  VIEWER(EnumSet.of(Scope.QUERY_READ));

  private final Set<Scope> scopes;

  MemberRole(Set<Scope> scopes) {
    this.scopes = Collections.unmodifiableSet(scopes);
  }

  /** What it may do. */
  public Set<Scope> scopes() {
    return scopes;
  }

  /** What is left to a token of {@code wanted} scopes. */
  Set<Scope> of(Set<Scope> wanted) {
    EnumSet<Scope> left = EnumSet.copyOf(scopes);
    left.retainAll(wanted);
    return left;
  }

  /** Its name in JSON and in the store. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All names. */
  public static List<String> names() {
    return Arrays.stream(values()).map(MemberRole::text).toList();
  }

  /** The role of this name, one of {@link #names}. */
  public static MemberRole named(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
