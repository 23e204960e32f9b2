package metricflow.api.project;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import metricflow.api.metadata.ApiKey;
import metricflow.api.metadata.Scope;

/**
 * A key as the API shows it.
 *
 * @param key the secret itself, in the answer that made it and never again
 */
record KeyJson(
    String keyId,
    String kind,
    String name,
    List<String> scopes,
    String startsWith,
    String replaces,
    Integer memberId,
    String createdAt,
    String createdBy,
    String lastUsedAt,
    String expiresAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) String key) {

  static KeyJson of(ApiKey key) {
    return of(key, null);
  }

  static KeyJson of(ApiKey.Fresh fresh) {
    return of(fresh.kept(), fresh.key());
  }

  private static KeyJson of(ApiKey kept, String key) {
    return new KeyJson(
        kept.keyId(),
        kept.kind().text(),
        kept.name(),
        Scope.texts(kept.scopes()),
        kept.startsWith(),
        kept.replaces(),
        kept.memberId(),
        text(kept.createdAt()),
        kept.createdBy(),
        text(kept.lastUsedAt()),
        text(kept.expiresAt()),
        key);
  }

  private static String text(Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
