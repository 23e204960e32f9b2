package metricflow.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import metricflow.event.Event;

/**
 * The bus record of an {@link EventBatch}, version 1.
 *
 * <pre>
 * 'M' | version=1 | project_id varint | correlation_id 16 bytes | received_at varint
 *     | sent_at zigzag(received_at - sent_at)+1, or 0 | event count varint | event...
 * event: event_id 16 bytes | event_time zigzag(received_at - event_time)
 *      | client_time zigzag(event_time - client_time) | sequence+1 varint
 *      | 16 short texts (event .. sdk) | properties | user_properties
 * short text: 0 = null, 1 = new (length varint, UTF-8; remembered), n = the (n-2)th remembered
 * long text:  0 = null, length+1 varint, UTF-8
 * </pre>
 *
 * <p>Short texts repeat within a batch (names, ids, pages), so each is written once.
 */
public final class EventBatchCodec {
  private static final byte MAGIC = 'M';
  private static final byte VERSION = 1;
  private static final int SMALLEST_EVENT_BYTES = 16;

  private EventBatchCodec() {}

  /** The bytes of {@code batch} in the newest version. */
  public static byte[] encode(EventBatch batch) {
    RecordWriter out = new RecordWriter(256 + batch.events().size() * 200);
    out.writeByte(MAGIC);
    out.writeByte(VERSION);
    out.writeVarint(batch.projectId());
    out.writeUuid(batch.correlationId());
    out.writeVarint(batch.receivedAt());
    out.writeVarint(
        batch.sentAt() == 0 ? 0 : RecordWriter.zigzag(batch.receivedAt() - batch.sentAt()) + 1);
    out.writeVarint(batch.events().size());
    for (Event event : batch.events()) {
      encode(event, batch.receivedAt(), out);
    }
    return out.toByteArray();
  }

  private static void encode(Event event, long receivedAt, RecordWriter out) {
    out.writeUuid(event.eventId());
    out.writeVarint(RecordWriter.zigzag(receivedAt - event.eventTime()));
    out.writeVarint(RecordWriter.zigzag(event.eventTime() - event.clientTime()));
    out.writeVarint(event.sequence() + 1L);
    out.writeShortText(event.event());
    out.writeShortText(event.distinctId());
    out.writeShortText(event.anonymousId());
    out.writeShortText(event.sessionId());
    out.writeShortText(event.host());
    out.writeShortText(event.page());
    out.writeShortText(event.referrer());
    out.writeShortText(event.utmSource());
    out.writeShortText(event.utmMedium());
    out.writeShortText(event.utmCampaign());
    out.writeShortText(event.country());
    out.writeShortText(event.device());
    out.writeShortText(event.browser());
    out.writeShortText(event.os());
    out.writeShortText(event.plan());
    out.writeShortText(event.sdk());
    out.writeLongText(event.properties());
    out.writeLongText(event.userProperties());
  }

  /**
   * Reads a record of any version.
   *
   * @throws IllegalArgumentException when the bytes are no such record
   */
  public static EventBatch decode(byte[] bytes) {
    RecordReader in = new RecordReader(bytes);
    if (in.readByte() != MAGIC) {
      throw new IllegalArgumentException("not an event batch: wrong first byte");
    }
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "event batch of version %d; this release reads up to %d".formatted(version, VERSION));
    }
    int projectId = (int) in.readVarint();
    UUID correlationId = in.readUuid();
    long receivedAt = in.readVarint();
    long sentAtCode = in.readVarint();
    long sentAt = sentAtCode == 0 ? 0 : receivedAt - RecordReader.unzigzag(sentAtCode - 1);
    int count = in.readCount(SMALLEST_EVENT_BYTES);
    List<Event> events = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      events.add(decodeEvent(in, receivedAt));
    }
    return new EventBatch(projectId, correlationId, sentAt, receivedAt, events);
  }

  private static Event decodeEvent(RecordReader in, long receivedAt) {
    UUID eventId = in.readUuid();
    long eventTime = receivedAt - RecordReader.unzigzag(in.readVarint());
    long clientTime = eventTime - RecordReader.unzigzag(in.readVarint());
    int sequence = (int) (in.readVarint() - 1);
    String event = in.readShortText();
    String distinctId = in.readShortText();
    String anonymousId = in.readShortText();
    String sessionId = in.readShortText();
    return new Event(
        eventId,
        event,
        distinctId,
        anonymousId,
        sessionId,
        sequence,
        eventTime,
        clientTime,
        in.readShortText(),
        in.readShortText(),
        in.readShortText(),
        in.readShortText(),
        in.readShortText(),
        in.readShortText(),
        in.readShortText(),
        in.readShortText(),
        in.readShortText(),
        in.readShortText(),
        in.readShortText(),
        in.readShortText(),
        in.readLongText(),
        in.readLongText());
  }
}
