package metricflow.api.metadata;

import java.time.Instant;

/**
 * A person of a project.
 *
 * @param email by which people know each other; unlike any other member's of the project
 * @param createdBy name of the actor
 */
public record Member(
    int memberId, String email, String name, MemberRole role, Instant createdAt, String createdBy) {

  /** Who is to become a member. */
  public record Wish(String email, String name, MemberRole role) {}

  /**
   * A member just added.
   *
   * @param token theirs, to be handed over
   */
  public record Added(Member member, ApiKey.Fresh token) {}
}
