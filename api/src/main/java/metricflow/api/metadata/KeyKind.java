package metricflow.api.metadata;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/** The classes of key: what they look like and how they are kept. */
public enum KeyKind {
  /** Public, sends events only. */
  WRITE("mfw_"),
  /** Secret, a program's. */
  READ("mfr_"),
  /** Secret, a member's own. */
  TOKEN("mfp_");

  private static final int RANDOM_BYTES = 24;
  private static final int RANDOM_CHARACTERS = 32;
  private static final int SHOWN = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String prefix;

  KeyKind(String prefix) {
    this.prefix = prefix;
  }

  /** Name in JSON and in the store. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static KeyKind ofColumn(String column) {
    return valueOf(column.toUpperCase(Locale.ROOT));
  }

  /** What a program's key with these scopes has to be. */
  static KeyKind of(Set<Scope> scopes) {
    return scopes.contains(Scope.EVENTS_WRITE) ? WRITE : READ;
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

  /** Whether {@code key} could be a key at all. */
  static boolean any(String key) {
    return Arrays.stream(values()).anyMatch(kind -> kind.looksLike(key));
  }

  /** The beginning of a key, by which people tell keys apart. */
  static String start(String key) {
    return key.substring(0, SHOWN);
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
