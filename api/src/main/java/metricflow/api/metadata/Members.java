package metricflow.api.metadata;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** The members of projects and their tokens. Thread-safe. */
public final class Members {
  /** Most members a project may have. */
  public static final int MAX_MEMBERS = 200;

  private final MetadataStore store;
  private final AuditLog audit;
  private final Keys keys;
  private final Clock clock;

  /** The members in {@code store}. */
  public Members(MetadataStore store, AuditLog audit, Keys keys, Clock clock) {
    this.store = store;
    this.audit = audit;
    this.keys = keys;
    this.clock = clock;
  }

  /** A project's members, those first who have been there longest. */
  public List<Member> of(int projectId) {
    return store.read(connection ->
        Statements.list(
            connection,
            Members::member,
            "SELECT * FROM members WHERE project_id = ? ORDER BY member_id",
            projectId));
  }

  /**
   * Adds a member, with a token that may do what the role may.
   *
   * @throws ProblemException {@code ALREADY_THERE} when a member has this address, {@code
   *     LIMIT_REACHED} when there are too many
   */
  public Member.Added add(int projectId, Member.Wish wish, Author by) {
    return store.change(projectId, connection -> insert(connection, projectId, wish, by));
  }

  /** Adds a member as part of a change. */
  Member.Added insert(Connection connection, int projectId, Member.Wish wish, Author by)
      throws SQLException {
    requireRoom(connection, projectId);
    long known =
        Statements.number(
            connection,
            "SELECT count(*) FROM members WHERE project_id = ? AND email = ?",
            projectId,
            wish.email());
    if (known > 0) {
      throw new ProblemException(
          ProblemType.ALREADY_THERE, "The project has a member with this address.");
    }
    int memberId =
        (int)
            Statements.insert(
                connection,
                "member_id",
                "INSERT INTO members (project_id, email, name, role, created_at, created_by)"
                    + " VALUES (?, ?, ?, ?, ?, ?)",
                projectId,
                wish.email(),
                wish.name(),
                wish.role().text(),
                clock.instant(),
                by.actor().name());
    Member member = find(connection, projectId, memberId);
    audit.append(connection, projectId, by, "create", subject(memberId), null, member);
    return new Member.Added(member, token(connection, projectId, member, firstToken(wish), by));
  }

  private static ApiKey.Wish firstToken(Member.Wish wish) {
    return new ApiKey.Wish("First token", wish.role().scopes(), null);
  }

  private static void requireRoom(Connection connection, int projectId) throws SQLException {
    long there =
        Statements.number(
            connection, "SELECT count(*) FROM members WHERE project_id = ?", projectId);
    if (there >= MAX_MEMBERS) {
      throw new ProblemException(
          ProblemType.LIMIT_REACHED,
          "The project has %d members, the most it may have.".formatted(MAX_MEMBERS));
    }
  }

  /**
   * Gives a member another role, which their tokens have from then on.
   *
   * @throws ProblemException {@code NOT_FOUND} when the project has no such member, {@code
   *     LAST_OWNER} when no owner would be left
   */
  public Member changeRole(int projectId, int memberId, MemberRole role, Author by) {
    return store.change(
        projectId,
        connection -> {
          Member before = find(connection, projectId, memberId);
          if (role != MemberRole.OWNER) {
            requireAnotherOwner(connection, projectId, before);
          }
          Statements.update(
              connection, "UPDATE members SET role = ? WHERE member_id = ?", role.text(), memberId);
          Member after = find(connection, projectId, memberId);
          audit.append(connection, projectId, by, "update", subject(memberId), before, after);
          return after;
        });
  }

  /** Removes a member and revokes their tokens; problems as for {@link #changeRole}. */
  public void remove(int projectId, int memberId, Author by) {
    store.change(
        projectId,
        connection -> {
          Member before = find(connection, projectId, memberId);
          requireAnotherOwner(connection, projectId, before);
          keys.deleteTokens(connection, memberId);
          Statements.update(connection, "DELETE FROM members WHERE member_id = ?", memberId);
          audit.append(connection, projectId, by, "delete", subject(memberId), before, null);
          return before;
        });
  }

  /**
   * Makes a further token.
   *
   * @throws ProblemException {@code NOT_FOUND}, {@code LIMIT_REACHED}
   */
  public ApiKey.Fresh addToken(int projectId, int memberId, ApiKey.Wish wish, Author by) {
    return store.change(
        projectId,
        connection ->
            token(connection, projectId, find(connection, projectId, memberId), wish, by));
  }

  private ApiKey.Fresh token(
      Connection connection, int projectId, Member member, ApiKey.Wish wish, Author by)
      throws SQLException {
    keys.requireRoom(connection, projectId, member.memberId(), 1);
    ApiKey.Fresh fresh =
        keys.insert(
            connection,
            projectId,
            new Keys.Making(KeyKind.TOKEN, wish, null, member.memberId()),
            by);
    audit.append(
        connection, projectId, by, "create", Keys.subject(fresh.kept()), null, fresh.kept());
    return fresh;
  }

  private static void requireAnotherOwner(Connection connection, int projectId, Member leaving)
      throws SQLException {
    long owners =
        Statements.number(
            connection,
            "SELECT count(*) FROM members WHERE project_id = ? AND role = ?",
            projectId,
            MemberRole.OWNER.text());
    if (leaving.role() == MemberRole.OWNER && owners == 1) {
      throw new ProblemException(
          ProblemType.LAST_OWNER, "%s is the project's only owner.".formatted(leaving.email()));
    }
  }

  private static Member find(Connection connection, int projectId, int memberId)
      throws SQLException {
    return Statements.first(
            connection,
            Members::member,
            "SELECT * FROM members WHERE project_id = ? AND member_id = ?",
            projectId,
            memberId)
        .orElseThrow(
            () -> new ProblemException(ProblemType.NOT_FOUND, "The project has no such member."));
  }

  private static AuditLog.Subject subject(int memberId) {
    return new AuditLog.Subject("member", Integer.toString(memberId));
  }

  private static Member member(ResultSet row) throws SQLException {
    return new Member(
        row.getInt("member_id"),
        row.getString("email"),
        row.getString("name"),
        MemberRole.named(row.getString("role")),
        Statements.instant(row, "created_at"),
        row.getString("created_by"));
  }
}
