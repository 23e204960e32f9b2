package metricflow.api.project;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import metricflow.api.metadata.Member;
import metricflow.api.metadata.Scope;

/**
 * A member as the API shows them.
 *
 * @param token their first, in the answer that made it and never again
 */
record MemberJson(
    int memberId,
    String email,
    String name,
    String role,
    List<String> scopes,
    String createdAt,
    String createdBy,
    @JsonInclude(JsonInclude.Include.NON_NULL) String token) {

  static MemberJson of(Member member) {
    return of(member, null);
  }

  static MemberJson of(Member.Added added) {
    return of(added.member(), added.token().key());
  }

  private static MemberJson of(Member member, String token) {
    return new MemberJson(
        member.memberId(),
        member.email(),
        member.name(),
        member.role().text(),
        Scope.texts(member.role().scopes()),
        member.createdAt().toString(),
        member.createdBy(),
        token);
  }
}
