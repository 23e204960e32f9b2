package metricflow.streaming.retry;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Writes one file of {@link FingerprintFiles}, section by section. */
final class SectionWriter implements Closeable {
  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final OutputStream out;
  private final int magic;
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private final byte[] block = new byte[1 << 16];
  private final CRC32C sum = new CRC32C();
  private int inBlock;
  private int sections;
  private int partition;
  private long offset;
  private long entries;

  SectionWriter(OutputStream out, int magic) {
    this.out = out;
    this.magic = magic;
  }

  void begin(int nextPartition) {
    partition = nextPartition;
    entries = 0;
    sum.reset();
  }

  /** Unchecked failures, so that a reader can be handed this method. */
  void write(long fingerprint) {
    if (inBlock == block.length) {
      flushBlock();
    }
    LONGS.set(block, inBlock, fingerprint);
    inBlock += Long.BYTES;
    entries++;
  }

  private void flushBlock() {
    try {
      out.write(block, 0, inBlock);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    sum.update(block, 0, inBlock);
    inBlock = 0;
  }

  void end() throws IOException {
    flushBlock();
    DataOutputStream entry = new DataOutputStream(directory);
    entry.writeInt(partition);
    entry.writeLong(offset);
    entry.writeLong(entries);
    entry.writeInt((int) sum.getValue());
    offset += entries * Long.BYTES;
    sections++;
  }

  /** Writes the end without which the file cannot be read. */
  void finish() throws IOException {
    byte[] bytes = directory.toByteArray();
    DataOutputStream tail = new DataOutputStream(out);
    tail.write(bytes);
    tail.writeInt(sections);
    tail.writeInt(checksum(bytes));
    tail.writeInt(magic);
    tail.flush();
  }

  static int checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return (int) checksum.getValue();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
