package metricflow.api.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import metricflow.api.web.Json;

/**
 * An answer as it is kept.
 *
 * @param json the {@link Answer} as UTF-8 JSON
 * @param etag weak: the same for two answers that differ in what reading them took
 * @param reads what it was read from
 * @param mark of that data, taken before it was read; empty when it is not known
 * @param computedAt when it was computed
 * @param bytesScanned bytes read from the lake's files
 */
record Kept(
    byte[] json,
    String etag,
    Reads reads,
    Optional<String> mark,
    Instant computedAt,
    long bytesScanned) {

  /** What may differ between two answers of the same numbers. */
  private static final List<String> OF_THE_READING =
      List.of("as_of", "elapsed_ms", "bytes_scanned", "version");

  static Kept of(Answer answer, Asking asking, LakeMoment before, Instant now) {
    ObjectNode tree = Json.mapper().valueToTree(answer);
    byte[] json = Json.bytes(tree);
    Reads reads = asking.lake().reads();
    String etag = etag(tree.remove(OF_THE_READING));
    return new Kept(json, etag, reads, before.mark(reads), now, asking.bytesScanned());
  }

  private static String etag(ObjectNode content) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(content.toString().getBytes(StandardCharsets.UTF_8));
      return "W/\"%s\"".formatted(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
