package metricflow.api.collect;

import java.io.InputStream;
import java.net.InetAddress;
import java.util.UUID;

/**
 * A request to collect events, as it came.
 *
 * @param correlationId identity of the request
 * @param receivedAt collector clock at receipt, epoch milliseconds
 * @param writeKey the key sent beside the body, or null
 * @param contentEncoding header, or null
 * @param contentLength announced length of the body, or -1
 * @param client address of the client; looked at, never stored
 * @param country the country a proxy in front of us found, or null
 * @param userAgent header, or null
 * @param body the body, not yet read
 */
record CollectRequest(
    UUID correlationId,
    long receivedAt,
    String writeKey,
    String contentEncoding,
    long contentLength,
    InetAddress client,
    String country,
    String userAgent,
    InputStream body) {}
