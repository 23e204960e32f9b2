package metricflow.tests.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses one body after the other into the gzip format, fast: at the lowest level and with the
 * same deflater, because what is to be measured is who inflates. Not thread-safe.
 */
final class GzipBody implements AutoCloseable {
  static final int LEVEL = Deflater.BEST_SPEED;

  private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, 0};
  private static final int TRAILER_BYTES = 8;

  private final Deflater deflater = new Deflater(LEVEL, true);
  private final CRC32 checksum = new CRC32();

  byte[] of(byte[] plain) {
    // Deflate never makes text larger than itself by more than this.
    byte[] out = new byte[HEADER.length + plain.length + plain.length / 1000 + 64];
    System.arraycopy(HEADER, 0, out, 0, HEADER.length);
    deflater.reset();
    deflater.setInput(plain);
    deflater.finish();
    int end = HEADER.length;
    while (!deflater.finished()) {
      end += deflater.deflate(out, end, out.length - TRAILER_BYTES - end);
    }
    checksum.reset();
    checksum.update(plain);
    ByteBuffer.wrap(out)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(end, (int) checksum.getValue())
        .putInt(end + 4, plain.length);
    return Arrays.copyOf(out, end + TRAILER_BYTES);
  }

  @Override
  public void close() {
    deflater.end();
  }
}
