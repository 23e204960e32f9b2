package metricflow.api.metadata;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a key or a member may do in its project. One scope does not contain another. */
public enum Scope {
  /** Send events. A key that may is public, so it may do nothing else. */
  EVENTS_WRITE("events:write"),
  /** Ask questions; see what is live, saved and known of the project's events. */
  QUERY_READ("query:read"),
  /** Save what a team works with: funnels, insights, dashboards, reports, descriptions. */
  PROJECT_WRITE("project:write"),
  /** Settings, keys, members; see the audit log. */
  PROJECT_ADMIN("project:admin");

  private final String text;

  Scope(String text) {
    this.text = text;
  }

  /** Its name in JSON. */
  public String text() {
    return text;
  }

  /** The scope of this name. */
  public static Optional<Scope> of(String text) {
    return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findFirst();
  }

  /** All names. */
  public static List<String> names() {
    return texts(EnumSet.allOf(Scope.class));
  }

  /** The names of {@code scopes}, always in the same order. */
  public static List<String> texts(Set<Scope> scopes) {
    return scopes.stream().sorted().map(Scope::text).toList();
  }

  /** A copy that cannot be changed and lists them always in the same order. */
  static Set<Scope> copy(Set<Scope> scopes) {
    EnumSet<Scope> copy = EnumSet.noneOf(Scope.class);
    copy.addAll(scopes);
    return Collections.unmodifiableSet(copy);
  }

  /** As kept in the store: names with a space between. */
  static String column(Set<Scope> scopes) {
    return String.join(" ", texts(scopes));
  }

  static Set<Scope> ofColumn(String column) {
    return ofNames(List.of(column.split(" ")));
  }

  /** The scopes of these names; unknown names, of a later release, give nothing. */
  public static Set<Scope> ofNames(Collection<String> names) {
    return names.stream()
        .flatMap(name -> of(name).stream())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
  }
}
