package metricflow.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import metricflow.event.Event;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

final class EventBatchCodecPropertyTest {
  private static final int TEXTS = 18;
  private static final long YEAR_9999 = 253_402_300_799_999L;

  @Property(tries = 300)
  void what_is_encoded_is_decoded(@ForAll("batches") EventBatch batch) {
    assertThat(EventBatchCodec.decode(EventBatchCodec.encode(batch))).isEqualTo(batch);
  }

  @Property(tries = 300)
  void wrong_bytes_are_refused_and_nothing_worse(
      @ForAll("batches") EventBatch batch, @ForAll @IntRange(min = 0) int at, @ForAll byte wrong) {
    byte[] bytes = EventBatchCodec.encode(batch);
    bytes[at % bytes.length] = wrong;

    decodeOrRefuse(bytes);
  }

  @Property(tries = 300)
  void a_record_cut_short_is_refused(
      @ForAll("batches") EventBatch batch, @ForAll @IntRange(min = 0) int at) {
    byte[] bytes = EventBatchCodec.encode(batch);

    decodeOrRefuse(Arrays.copyOf(bytes, at % bytes.length));
  }

  @Property
  void any_bytes_are_refused_and_nothing_worse(@ForAll byte[] bytes) {
    byte[] record = new byte[bytes.length + 2];
    record[0] = 'M';
    record[1] = 1;
    System.arraycopy(bytes, 0, record, 2, bytes.length);

    decodeOrRefuse(record);
  }

  private static void decodeOrRefuse(byte[] bytes) {
    try {
      assertThat(EventBatchCodec.decode(bytes)).isNotNull();
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageNotContaining("null");
    }
  }

  @Provide
  Arbitrary<EventBatch> batches() {
    Arbitrary<Long> clocks = Arbitraries.longs().between(-YEAR_9999, YEAR_9999);
    return Combinators.combine(
            Arbitraries.integers().greaterOrEqual(0),
            ids(),
            Arbitraries.oneOf(Arbitraries.just(0L), clocks),
            clocks,
            events().list().ofMaxSize(5))
        .as(EventBatch::new);
  }

  private static Arbitrary<UUID> ids() {
    return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
  }

  private static Arbitrary<Event> events() {
    Arbitrary<Long> clocks = Arbitraries.longs().between(-YEAR_9999, YEAR_9999);
    return Combinators.combine(
            ids(),
            Arbitraries.integers().greaterOrEqual(Event.NO_SEQUENCE),
            clocks,
            clocks,
            texts().list().ofSize(TEXTS))
        .as(EventBatchCodecPropertyTest::event);
  }

  /** Any text of whole characters: a lone half of a surrogate pair has no UTF-8 form. */
  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.of("a", "page_view", ""),
        Arbitraries.strings()
            .all()
            .ofMaxLength(40)
            .map(text -> text.replaceAll("\\p{Cs}", "?"))
            .injectNull(0.2),
        Arbitraries.of("🎉", "größe", "\u0000", "漢字"));
  }

  private static Event event(
      UUID id, int sequence, long eventTime, long clientTime, List<String> texts) {
    return new Event(
        id,
        texts.get(0),
        texts.get(1),
        texts.get(2),
        texts.get(3),
        sequence,
        eventTime,
        clientTime,
        texts.get(4),
        texts.get(5),
        texts.get(6),
        texts.get(7),
        texts.get(8),
        texts.get(9),
        texts.get(10),
        texts.get(11),
        texts.get(12),
        texts.get(13),
        texts.get(14),
        texts.get(15),
        texts.get(16),
        texts.get(17));
  }
}
