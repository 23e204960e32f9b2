package metricflow.bus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Grows a byte array with varints, ids and texts. One record each. */
final class RecordWriter {
  private byte[] bytes;
  private int size;
  private final Map<String, Integer> remembered = new HashMap<>();

  RecordWriter(int expectedSize) {
    bytes = new byte[expectedSize];
  }

  static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  void writeByte(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  void writeVarint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  void writeUuid(UUID id) {
    writeLong(id.getMostSignificantBits());
    writeLong(id.getLeastSignificantBits());
  }

  private void writeLong(long value) {
    ensure(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  void writeShortText(String text) {
    if (text == null) {
      writeByte(0);
      return;
    }
    Integer index = remembered.putIfAbsent(text, remembered.size());
    if (index == null) {
      writeByte(1);
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      writeVarint(utf8.length);
      write(utf8);
    } else {
      writeVarint(index + 2L);
    }
  }

  void writeLongText(String text) {
    if (text == null) {
      writeByte(0);
      return;
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    writeVarint(utf8.length + 1L);
    write(utf8);
  }

  private void write(byte[] more) {
    ensure(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }
}
