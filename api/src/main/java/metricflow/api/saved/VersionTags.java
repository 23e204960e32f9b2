package metricflow.api.saved;

import io.javalin.http.Context;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** Versions as ETags: shown with what is read, and sent back by whoever changes it. */
final class VersionTags {
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"([1-9][0-9]{0,8})\"");

  private VersionTags() {}

  static void show(Context context, int version) {
    context.header("ETag", "\"" + version + "\"");
  }

  /**
   * The version in {@code If-Match}; none when it is {@code *}.
   *
   * @throws ProblemException {@code PRECONDITION_MISSING} when there is no such header, {@code
   *     EDIT_CONFLICT} when it is no tag of ours
   */
  static OptionalInt required(Context context) {
    String sent = context.header("If-Match");
    if (sent == null) {
      throw new ProblemException(
          ProblemType.PRECONDITION_MISSING, "The request has no header If-Match.");
    }
    if (sent.strip().equals("*")) {
      return OptionalInt.empty();
    }
    Matcher tag = TAG.matcher(sent.strip());
    if (!tag.matches()) {
      throw new ProblemException(
          ProblemType.EDIT_CONFLICT, "If-Match is not the ETag of a version.");
    }
    return OptionalInt.of(Integer.parseInt(tag.group(1)));
  }
}
