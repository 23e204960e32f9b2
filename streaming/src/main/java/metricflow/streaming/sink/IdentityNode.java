package metricflow.streaming.sink;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import metricflow.identity.IdentityEdge;

/**
 * An id and what it is tied with.
 *
 * @param first the statement that decides whom the id belongs to, or null
 * @param claimed ids that belong to this one
 */
record IdentityNode(IdentityEdge first, Set<String> claimed) {

  static IdentityNode empty() {
    return new IdentityNode(null, Set.of());
  }

  boolean isEmpty() {
    return first == null && claimed.isEmpty();
  }

  IdentityNode belongingBy(IdentityEdge edge) {
    return new IdentityNode(edge, claimed);
  }

  IdentityNode claiming(String id) {
    Set<String> more = new TreeSet<>(claimed);
    more.add(id);
    return new IdentityNode(first, more);
  }

  IdentityNode without(String id) {
    Set<String> fewer = new TreeSet<>(claimed);
    fewer.remove(id);
    return new IdentityNode(first, fewer);
  }

  /** Ids tied with it directly. */
  Set<String> neighbours() {
    if (first == null) {
      return claimed;
    }
    Set<String> all = new TreeSet<>(claimed);
    all.add(first.to());
    return all;
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeBoolean(first != null);
      if (first != null) {
        out.writeUTF(first.to());
        out.writeLong(first.time());
      }
      out.writeByte(claimed.size());
      for (String id : claimed) {
        out.writeUTF(id);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** Reads what {@link #toBytes} wrote for {@code id}. */
  static IdentityNode fromBytes(String id, byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      IdentityEdge first = null;
      if (in.readBoolean()) {
        String to = in.readUTF();
        first = new IdentityEdge(id, to, in.readLong());
      }
      Set<String> claimed = new TreeSet<>();
      int size = in.readUnsignedByte();
      for (int i = 0; i < size; i++) {
        claimed.add(in.readUTF());
      }
      return new IdentityNode(first, claimed);
    } catch (IOException cut) {
      throw new UncheckedIOException(cut);
    }
  }
}
