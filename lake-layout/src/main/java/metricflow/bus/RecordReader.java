package metricflow.bus;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads what {@link RecordWriter} wrote, never past the end and never more than is there. */
final class RecordReader {
  private final byte[] bytes;
  private int position;
  private final List<String> remembered = new ArrayList<>();

  RecordReader(byte[] bytes) {
    this.bytes = bytes;
  }

  static long unzigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }

  int readByte() {
    require(1);
    return bytes[position++];
  }

  long readVarint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = readByte();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("number of more than ten bytes at " + position);
  }

  /** A count of things of at least {@code smallest} bytes each, all of which must be there. */
  int readCount(int smallest) {
    long count = readVarint();
    if (count < 0 || count > (bytes.length - position) / smallest) {
      throw new IllegalArgumentException("count %d does not fit the record".formatted(count));
    }
    return (int) count;
  }

  UUID readUuid() {
    return new UUID(readLong(), readLong());
  }

  private long readLong() {
    require(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = (value << 8) | (bytes[position++] & 0xFF);
    }
    return value;
  }

  String readShortText() {
    long code = readVarint();
    if (code == 0) {
      return null;
    }
    if (code == 1) {
      String text = readText(readVarint());
      remembered.add(text);
      return text;
    }
    if (code - 2 >= remembered.size() || code < 0) {
      throw new IllegalArgumentException("reference to a text not yet written at " + position);
    }
    return remembered.get((int) (code - 2));
  }

  String readLongText() {
    long code = readVarint();
    return code == 0 ? null : readText(code - 1);
  }

  private String readText(long length) {
    require(length);
    String text = new String(bytes, position, (int) length, StandardCharsets.UTF_8);
    position += (int) length;
    return text;
  }

  private void require(long more) {
    if (more < 0 || more > bytes.length - position) {
      throw new IllegalArgumentException("record ends early at " + position);
    }
  }
}
