package metricflow.api.project;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import metricflow.api.metadata.Member;
import metricflow.api.metadata.MemberRole;
import metricflow.api.query.JsonFields;

/** Reads who is to be a member, and as what. */
final class MemberFields {
  private static final int MAX_EMAIL_LENGTH = 254;
  private static final int MAX_NAME_LENGTH = 200;

  /** That it looks like an address; whether it is one only a letter to it can tell. */
  private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+");

  private MemberFields() {}

  /** {@code email}, {@code name} and {@code role}. */
  static Member.Wish wish(JsonFields body) {
    body.only(List.of("email", "name", "role"));
    return new Member.Wish(email(body), body.line("name", MAX_NAME_LENGTH), role(body));
  }

  /** {@code email} and {@code name} of a project's first owner. */
  static Member.Wish owner(JsonFields body) {
    body.only(List.of("email", "name"));
    return new Member.Wish(email(body), body.line("name", MAX_NAME_LENGTH), MemberRole.OWNER);
  }

  static String email(JsonFields body) {
    String email = body.line("email", MAX_EMAIL_LENGTH).toLowerCase(Locale.ROOT);
    if (!EMAIL.matcher(email).matches() || email.length() > MAX_EMAIL_LENGTH) {
      throw body.invalid("email", "no email address such as ada@example.com");
    }
    return email;
  }

  static MemberRole role(JsonFields body) {
    return MemberRole.named(body.oneOf("role", MemberRole.names()));
  }
}
