package metricflow.api.metadata;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** The two classes of project key: what they look like and how they are kept. */
enum KeyKind {
  /** Public, sends events only. */
  WRITE("mfw_"),
  /** Secret, reads. */
  READ("mfr_");

  private static final int RANDOM_BYTES = 24;
  private static final int RANDOM_CHARACTERS = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String prefix;

  KeyKind(String prefix) {
    this.prefix = prefix;
  }

  /** Name in the store. */
  String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A new key: the prefix and 32 random characters that need no escaping in an address. */
  String fresh() {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** Whether {@code key} could be one of this kind, so that the store need not be asked. */
  boolean looksLike(String key) {
    return key.length() == prefix.length() + RANDOM_CHARACTERS && key.startsWith(prefix);
  }

  /** What is kept of a key. It is random and long, so a plain hash cannot be turned back. */
  static String hash(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
