package metricflow.api.project;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import metricflow.api.metadata.ApiKey;
import metricflow.api.metadata.Scope;
import metricflow.api.query.JsonFields;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** Reads what a key is to be. */
final class KeyFields {
  static final int MAX_NAME_LENGTH = 200;

  private static final int MAX_SCOPE_LENGTH = 40;
  private static final Duration LONGEST_LIFE = Duration.ofDays(3_660);
  static final Duration LONGEST_GRACE = Duration.ofDays(30);
  private static final Duration USUAL_GRACE = Duration.ofDays(1);

  private KeyFields() {}

  /**
   * The same of a member's token, whose {@code scopes} are those of {@code most} unless named.
   *
   * @throws metricflow.problem.ProblemException {@code SCOPE_MISSING} when it is to have others
   */
  static ApiKey.Wish token(JsonFields body, Set<Scope> most, Clock clock) {
    body.only(List.of("name", "scopes", "expires_at"));
    Set<Scope> scopes = body.has("scopes") ? scopes(body) : most;
    if (!most.containsAll(scopes)) {
      throw new ProblemException(
          ProblemType.SCOPE_MISSING,
          "The token may have at most %s.".formatted(String.join(", ", Scope.texts(most))));
    }
    return new ApiKey.Wish(body.line("name", MAX_NAME_LENGTH), scopes, expiresAt(body, clock));
  }

  /** {@code name}, {@code scopes} and {@code expires_at}. */
  static ApiKey.Wish wish(JsonFields body, Clock clock) {
    body.only(List.of("name", "scopes", "expires_at"));
    Set<Scope> scopes = scopes(body);
    if (scopes.contains(Scope.EVENTS_WRITE) && scopes.size() > 1) {
      throw body.invalid(
          "scopes",
          "%s together with others; a key that sends stands in public pages, so it may do nothing"
                  .formatted(Scope.EVENTS_WRITE.text())
              + " else: make two keys");
    }
    return new ApiKey.Wish(body.line("name", MAX_NAME_LENGTH), scopes, expiresAt(body, clock));
  }

  private static Set<Scope> scopes(JsonFields body) {
    List<String> names = body.texts("scopes", 1, Scope.values().length, MAX_SCOPE_LENGTH);
    for (String name : names) {
      if (Scope.of(name).isEmpty()) {
        throw body.invalid(
            "scopes", "of unknown names; allowed: " + String.join(", ", Scope.names()));
      }
    }
    return Scope.ofNames(names);
  }

  private static Instant expiresAt(JsonFields body, Clock clock) {
    if (!body.has("expires_at")) {
      return null;
    }
    Instant end = body.instant("expires_at");
    Instant now = clock.instant();
    if (!end.isAfter(now) || end.isAfter(now.plus(LONGEST_LIFE))) {
      throw body.invalid(
          "expires_at", "not between now and %d days from now".formatted(LONGEST_LIFE.toDays()));
    }
    return end;
  }

  /** {@code grace_seconds}, how long the old key goes on working; a day unless named. */
  static Duration grace(JsonFields body) {
    body.only(List.of("grace_seconds"));
    return body.has("grace_seconds")
        ? Duration.ofSeconds(body.wholeNumber("grace_seconds", 0, LONGEST_GRACE.toSeconds()))
        : USUAL_GRACE;
  }
}
