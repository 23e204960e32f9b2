package metricflow.tests.oracle;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A Trino that wants passwords, configured with the very lines of {@code trino-catalog/README.md}.
 *
 * @param port where it speaks TLS
 * @param configuration what is added to the files of {@code etc}
 */
record Passwords(int port, Map<String, String> configuration) {
  private static final Path README =
      Path.of("").toAbsolutePath().getParent().resolve("trino-catalog/README.md");
  private static final String KEYSTORE_PASSWORD = "only-for-this-test";
  private static final byte[] SALT =
      "sixteen bytes ok".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  private static final int ROUNDS = 1_000;

  /** With one user. */
  static Passwords of(Path folder, String user, String password)
      throws IOException, InterruptedException, GeneralSecurityException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path keystore = folder.resolve("keystore.p12");
    makeKeystore(keystore);
    Path passwords = folder.resolve("password.db");
    Files.writeString(passwords, "%s:%s%n".formatted(user, hashed(password)));
    String config =
        block("etc/config.properties")
            .replace("8443", Integer.toString(port))
            .replace("/secrets/keystore.p12", keystore.toString())
            .replace("KEYSTORE-PASSWORD", KEYSTORE_PASSWORD)
            .replace("A-LONG-RANDOM-TEXT", "0123456789abcdef0123456789abcdef");
    String authenticator =
        block("etc/password-authenticator.properties")
            .replace("/secrets/password.db", passwords.toString());
    return new Passwords(
        port,
        Map.of("config.properties", config, "password-authenticator.properties", authenticator));
  }

  /** The block of properties that the README gives for a file. */
  private static String block(String file) throws IOException {
    Matcher block =
        Pattern.compile("```properties\n# " + Pattern.quote(file) + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(README));
    if (!block.find()) {
      throw new IllegalStateException(README + " has no lines for " + file);
    }
    return "\n" + block.group(1);
  }

  private static void makeKeystore(Path keystore) throws IOException, InterruptedException {
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "trino",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    keystore.toString(),
                    "-storepass",
                    KEYSTORE_PASSWORD))
            .inheritIO()
            .start();
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException("keytool made no key");
    }
  }

  /** As Trino reads it: rounds, salt and hash of PBKDF2, in hexadecimal. */
  private static String hashed(String password) throws GeneralSecurityException {
    byte[] hash =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1")
            .generateSecret(new PBEKeySpec(password.toCharArray(), SALT, ROUNDS, 64 * 8))
            .getEncoded();
    HexFormat hex = HexFormat.of();
    return ROUNDS + ":" + hex.formatHex(SALT) + ":" + hex.formatHex(hash);
  }
}
