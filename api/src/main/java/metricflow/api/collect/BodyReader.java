package metricflow.api.collect;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/**
 * Reads a request body of at most so many bytes, before and while inflating. What the body is, is
 * told from its first bytes: proxies inflate and forget the header, clients forget to send it.
 */
final class BodyReader {
  private static final int FIRST_BYTES = 16 * 1024;
  private static final int GZIP_BUFFER_BYTES = 8 * 1024;
  private static final byte GZIP_MAGIC_1 = 0x1f;
  private static final byte GZIP_MAGIC_2 = (byte) 0x8b;

  /** How much of a body that is too large is read to its end, so that the answer arrives. */
  private static final long MAX_DRAINED_BYTES = 32L << 20;

  private final int maxBytes;

  BodyReader(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Reads {@code intake}'s body and leaves on it what could be read, whether or not all could.
   *
   * @throws ProblemException when the body is too large, of an unknown encoding or cut short
   */
  void read(Intake intake) {
    requireKnownEncoding(intake.request().contentEncoding());
    readPlain(intake, intake.request().body(), intake.request().contentLength());
    if (isGzip(intake.body())) {
      inflate(intake, intake.body());
    }
    if (isGzip(intake.body())) {
      throw new ProblemException(
          ProblemType.ENCODING_UNSUPPORTED, "The body is compressed more than once.");
    }
  }

  private static void requireKnownEncoding(String header) {
    String encoding = header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
    switch (encoding) {
      case "", "identity", "gzip", "x-gzip" -> {}
      default ->
          throw new ProblemException(
              ProblemType.ENCODING_UNSUPPORTED,
              "'Content-Encoding' names more or other than one gzip.");
    }
  }

  private void readPlain(Intake intake, InputStream in, long announced) {
    try {
      if (!fillOrDrain(intake, in)) {
        drain(in);
        String sent = announced > maxBytes ? Long.toString(announced) : "more";
        throw tooLarge("The body has %s bytes; at most %d are allowed.", sent);
      }
    } catch (IOException cutShort) {
      throw new ProblemException(
          ProblemType.BODY_INCOMPLETE, "The connection ended before the body did.", cutShort);
    }
  }

  /** Where there is no memory for the body, its end is read all the same: see {@link #drain}. */
  private boolean fillOrDrain(Intake intake, InputStream in) throws IOException {
    try {
      return fill(intake, in);
    } catch (ProblemException noMemory) {
      drain(in);
      throw noMemory;
    }
  }

  private void inflate(Intake intake, byte[] compressed) {
    try (InputStream in =
        new GZIPInputStream(new ByteArrayInputStream(compressed), GZIP_BUFFER_BYTES)) {
      if (!fill(intake, in)) {
        throw tooLarge(
            "The body inflates from %s bytes to more than the %d that are allowed.",
            Integer.toString(compressed.length));
      }
    } catch (EOFException | ZipException notGzip) {
      throw new ProblemException(
          ProblemType.MALFORMED_JSON, "The body is not a complete gzip stream.", notGzip);
    } catch (IOException impossible) {
      throw new IllegalStateException("reading from memory cannot fail", impossible);
    }
  }

  private ProblemException tooLarge(String detail, String sent) {
    return new ProblemException(ProblemType.BODY_TOO_LARGE, detail.formatted(sent, maxBytes));
  }

  /** Reads to the end; false when there is more than allowed, of which the start is kept. */
  private boolean fill(Intake intake, InputStream in) throws IOException {
    byte[] bytes = new byte[0];
    int size = 0;
    while (true) {
      if (size == bytes.length) {
        int larger = (int) Math.min(Math.max(FIRST_BYTES, size * 2L), maxBytes + 1L);
        intake.lease().take(larger - size);
        bytes = Arrays.copyOf(bytes, larger);
      }
      int read = in.read(bytes, size, bytes.length - size);
      size += Math.max(read, 0);
      boolean tooLarge = size > maxBytes;
      if (read < 0 || tooLarge) {
        intake.body(Arrays.copyOf(bytes, Math.min(size, maxBytes)));
        return !tooLarge;
      }
    }
  }

  /** An answer to a client that is still sending would be lost with the connection. */
  private static void drain(InputStream in) throws IOException {
    byte[] discarded = new byte[FIRST_BYTES];
    long rest = MAX_DRAINED_BYTES;
    for (int read = 0; read >= 0 && rest > 0; rest -= read) {
      read = in.read(discarded);
    }
  }

  private static boolean isGzip(byte[] bytes) {
    return bytes.length >= 2 && bytes[0] == GZIP_MAGIC_1 && bytes[1] == GZIP_MAGIC_2;
  }
}
