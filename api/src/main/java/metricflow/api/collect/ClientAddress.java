package metricflow.api.collect;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Whose request it is. Each proxy adds the address it was called from at the end of {@code
 * X-Forwarded-For}; what stands before the entries of our own proxies anybody can have written.
 */
final class ClientAddress {
  private static final String HEADER = "X-Forwarded-For";
  private static final int IPV4_BYTES = 4;
  private static final long IPV4_MAPPED = 0xFFFF_0000_0000L;

  private final int trustedProxies;

  /** Believes the entries of so many proxies, and the header not at all for 0. */
  ClientAddress(int trustedProxies) {
    this.trustedProxies = trustedProxies;
  }

  /** The address of the client: the outermost trusted entry, else the connection's. */
  InetAddress of(HttpServletRequest request) {
    InetAddress forwarded =
        trustedProxies == 0 ? null : forwarded(Collections.list(request.getHeaders(HEADER)));
    InetAddress client = forwarded == null ? literal(request.getRemoteAddr()) : forwarded;
    return client == null ? InetAddress.getLoopbackAddress() : client;
  }

  /** Null when fewer proxies were passed than are trusted, or the entry is no address. */
  private InetAddress forwarded(List<String> headers) {
    List<String> entries = new ArrayList<>();
    headers.forEach(header -> Collections.addAll(entries, header.split(",")));
    int entry = entries.size() - trustedProxies;
    return entry < 0 ? null : literal(entries.get(entry).strip());
  }

  /**
   * Reads {@code 192.0.2.1}, {@code 192.0.2.1:443}, {@code 2001:db8::1}, {@code [2001:db8::1]:1}.
   */
  private static InetAddress literal(String text) {
    if (text == null) {
      return null;
    }
    String address = text;
    if (text.startsWith("[") && text.contains("]")) {
      address = text.substring(1, text.indexOf(']'));
    } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
      address = text.substring(0, text.indexOf(':'));
    }
    try {
      return InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException noAddress) {
      return null;
    }
  }

  /** What one client can change at will does not count: of IPv6 the first 64 bits. */
  static long network(InetAddress client) {
    ByteBuffer bytes = ByteBuffer.wrap(client.getAddress());
    return bytes.remaining() == IPV4_BYTES
        ? IPV4_MAPPED | Integer.toUnsignedLong(bytes.getInt())
        : bytes.getLong();
  }
}
