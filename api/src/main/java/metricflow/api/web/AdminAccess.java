package metricflow.api.web;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/**
 * Who may create projects and administer any of them: whoever holds the admin key of this
 * installation.
 */
public final class AdminAccess {
  private final byte[] adminKey;

  /** Access for holders of {@code adminKey}; when it is empty, for nobody. */
  public AdminAccess(String adminKey) {
    this.adminKey = adminKey.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Lets the request pass.
   *
   * @throws ProblemException when it does not carry the admin key
   */
  public void require(Context context) {
    if (!isAdmin(context)) {
      throw new ProblemException(
          ProblemType.ADMIN_KEY_REQUIRED, "The request does not carry the admin key.");
    }
  }

  /** Whether the request carries the admin key. */
  boolean isAdmin(Context context) {
    byte[] sent = BearerKey.of(context).orElse("").getBytes(StandardCharsets.UTF_8);
    return adminKey.length > 0 && MessageDigest.isEqual(adminKey, sent);
  }
}
