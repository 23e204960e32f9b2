package metricflow.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import metricflow.event.Event;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class TimelineBlockTest {
  record Entry(long time, int sequence, int code) {}

  /** Recorded once: bytes in the lake must stay readable. */
  private static final String VERSION_2 =
      "02"
          + "ab" // the bucket
          + "000001a20ada2c00" // 2026-11-24T00:00:00Z
          + "00000002" // two persons
          + "00000003" // three events
          + "00000004" // four bytes of codes
          + "00000000000001" // a person
          + "ffffffffffffff" // another
          + "09" // two events, one exception
          + "05" // one event, one exception
          + "03" // code 3
          + "ac02" // code 300
          + "00" // code 0
          + "00000000" // at midnight
          + "000007d0" // two seconds later
          + "05265bff" // a millisecond before the next midnight
          + "000e" // the first event: sequence 7; the second has the next, 8
          + "0001"; // the event of the other: none, which is -1, and one less than the 0 expected

  private static final long DAY = 1_795_478_400_000L;

  private final TimelineBlockWriter writer = new TimelineBlockWriter();
  private final TimelineBlockReader reader = new TimelineBlockReader();

  private static final Map<Long, List<Entry>> PERSONS =
      Map.of(
          0xab00000000000001L,
          List.of(new Entry(DAY, 7, 3), new Entry(DAY + 2_000, 8, 300)),
          0xabffffffffffffffL,
          List.of(new Entry(DAY + 86_399_999, Event.NO_SEQUENCE, 0)));

  private static final String VERSION_3 =
      "03"
          + "ab" // the bucket
          + "000001a20ada2c00" // 2026-11-24T00:00:00Z, when all events are
          + "00000001" // a person
          + "00000002" // two events
          + "00000002" // two bytes of codes
          + "00000000000001" // the person
          + "08" // two events, no exception
          + "0305"; // the codes

  private static final Map<Long, List<Entry>> AT_MIDNIGHT =
      Map.of(0xab00000000000001L, List.of(new Entry(DAY, 0, 3), new Entry(DAY, 1, 5)));

  @Test
  void version_two_is_written_as_recorded() {
    assertThat(HexFormat.of().formatHex(write(PERSONS))).isEqualTo(VERSION_2);
  }

  @Test
  void version_two_is_read_as_recorded() {
    byte[] bytes = HexFormat.of().parseHex(VERSION_2);
    assertThat(read(bytes, 0, bytes.length)).isEqualTo(PERSONS);
  }

  @Test
  void version_three_is_written_as_recorded_where_all_events_are_of_the_start() {
    assertThat(HexFormat.of().formatHex(write(AT_MIDNIGHT))).isEqualTo(VERSION_3);
  }

  @Test
  void version_three_is_read_as_recorded() {
    byte[] bytes = HexFormat.of().parseHex(VERSION_3);
    assertThat(TimelineBlockReader.reads(bytes)).isTrue();
    assertThat(read(bytes, 0, bytes.length)).isEqualTo(AT_MIDNIGHT);
  }

  @Property(tries = 100)
  void times_are_left_out_where_they_tell_nothing(
      @ForAll("persons") Map<Long, List<Entry>> persons) {
    persons.replaceAll((key, entries) ->
        entries.stream().map(entry -> new Entry(DAY, entry.sequence(), entry.code())).toList());
    byte[] block = write(persons);
    int events = persons.values().stream().mapToInt(List::size).sum();

    assertThat(read(block, 0, block.length)).isEqualTo(persons);
    persons.replaceAll((key, entries) ->
        entries.stream().map(entry -> new Entry(DAY + 1, entry.sequence(), entry.code())).toList());
    assertThat(write(persons)).hasSize(block.length + events * Integer.BYTES);
  }

  @Provide
  Arbitrary<Map<Long, List<Entry>>> persons() {
    Arbitrary<List<Entry>> entries =
        Combinators.combine(
                Arbitraries.longs().between(-5_000, 90_000_000),
                Arbitraries.integers(),
                Arbitraries.integers().between(0, 70_000))
            .as((time, sequence, code) -> new Entry(DAY + time, sequence, code))
            .list()
            .ofMinSize(1)
            .ofMaxSize(8)
            .map(list -> list.stream().sorted(Comparator.comparingLong(Entry::time)).toList());
    return Arbitraries.maps(Arbitraries.longs().between(-1L << 56, -1L), entries)
        .ofMinSize(1)
        .ofMaxSize(20);
  }

  @Property(tries = 300)
  void what_was_written_is_read(@ForAll("persons") Map<Long, List<Entry>> persons) {
    byte[] block = write(persons);

    assertThat(read(block, 0, block.length)).isEqualTo(persons);
    byte[] between = new byte[block.length + 9];
    Arrays.fill(between, (byte) 0xff);
    System.arraycopy(block, 0, between, 4, block.length);
    assertThat(read(between, 4, 4 + block.length)).isEqualTo(persons);
    assertThat(write(Map.of(7L, List.of(new Entry(DAY + 1, 0, 1)))))
        .as("the writer is as new")
        .hasSize(TimelineBlockWriter.HEADER_BYTES + 7 + 1 + 1 + 4);
  }

  @Property(tries = 300)
  void persons_are_passed_over_without_their_events(
      @ForAll("persons") Map<Long, List<Entry>> persons, @ForAll long some) {
    byte[] block = write(persons);
    reader.open(block, 0, block.length);
    for (int i = 0; reader.nextPerson(); i++) {
      List<Entry> events = persons.get(reader.personKey());
      assertThat(reader.events()).isEqualTo(events.size());
      // All, none, or the first of them.
      long which = (some >>> (2 * (i % 30))) & 3;
      if (which == 1) {
        assertThat(left()).isEqualTo(events);
      } else if (which == 2) {
        assertThat(reader.next()).isTrue();
        assertThat(entry()).isEqualTo(events.getFirst());
      }
    }
  }

  @Property(tries = 300)
  void any_person_is_read_at_once(
      @ForAll("persons") Map<Long, List<Entry>> persons, @ForAll @Size(max = 9) int[] some) {
    byte[] block = write(persons);
    reader.open(block, 0, block.length);
    List<Long> keys = new ArrayList<>(new TreeMap<>(persons).keySet());
    assertThat(reader.persons()).isEqualTo(keys.size());
    for (int one : some) {
      int person = Math.floorMod(one, keys.size());
      List<Entry> events = persons.get(keys.get(person));
      reader.goTo(person);
      assertThat(reader.personKey()).isEqualTo(keys.get(person));
      assertThat(reader.personKey(person)).isEqualTo(keys.get(person));
      assertThat(reader.firstEvent(person + 1) - reader.firstEvent(person))
          .isEqualTo(events.size());
      assertThat(left()).isEqualTo(events);
    }
  }

  @Property(tries = 300)
  void events_of_a_kind_are_found_by_their_codes_alone(
      @ForAll("persons") Map<Long, List<Entry>> persons,
      @ForAll @Size(max = 400) int[] kinds,
      @ForAll boolean all) {
    List<Entry> entries = new ArrayList<>();
    new TreeMap<>(persons).values().forEach(entries::addAll);
    byte[] block = write(persons);
    reader.open(block, 0, block.length);
    CodeKinds found = new CodeKinds(kinds);
    if (all) {
      found.findAll(reader);
    } else {
      found.find(reader);
    }
    List<String> expected = new ArrayList<>();
    for (int event = 0; event < entries.size(); event++) {
      int code = entries.get(event).code();
      int kind = code < kinds.length ? kinds[code] : 0;
      if (all || kind != 0) {
        expected.add("%d of %d at %d".formatted(event, kind, entries.get(event).time()));
      }
    }
    assertThat(
            IntStream.range(0, found.size())
                .mapToObj(i ->
                    "%d of %d at %d"
                        .formatted(found.event(i), found.kind(i), reader.time(found.event(i)))))
        .isEqualTo(expected);
  }

  @Property(tries = 500)
  void damaged_bytes_are_refused_and_nothing_else_happens(
      @ForAll("persons") Map<Long, List<Entry>> persons, @ForAll int where, @ForAll byte what) {
    byte[] bytes = write(persons);
    bytes[Math.floorMod(where, bytes.length)] = what;
    try {
      assertThat(read(bytes, 0, bytes.length).size()).isLessThanOrEqualTo(bytes.length);
      CodeKinds kinds = new CodeKinds(new int[] {0, 0, 0, 1});
      kinds.find(reader);
      for (int i = 0; i < kinds.size(); i++) {
        assertThat(kinds.event(i)).isLessThan(bytes.length);
      }
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageContaining("block of timelines");
    }
  }

  @Test
  void a_block_that_is_cut_is_refused() {
    byte[] whole = HexFormat.of().parseHex(VERSION_2);
    // Without the pairs at its end it is whole: all sequences are as expected.
    for (int length = 0; length < whole.length - 4; length++) {
      int cut = length;
      assertThatThrownBy(() -> read(whole, 0, cut))
          .as("%d bytes", cut)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void keys_rise_within_one_bucket() {
    List<Entry> one = List.of(new Entry(DAY, 0, 1));
    add(5, one);

    assertThatThrownBy(() -> add(5, one))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("person 5 cannot come after 5 in a block");
    assertThatThrownBy(() -> add(1L << 56, one)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> add(6, List.of(new Entry(DAY * 2, 0, 1))))
        .hasMessage("a block holds the events of one day");
  }

  @Test
  void the_bucket_is_the_upper_eight_bits() {
    assertThat(TimelineBlockWriter.bucket(0)).isZero();
    assertThat(TimelineBlockWriter.bucket(-1)).isEqualTo(255);
    assertThat(TimelineBlockWriter.bucket(0x7f00000000000000L)).isEqualTo(127);
  }

  @Test
  void another_version_is_refused() {
    assertThatThrownBy(() -> reader.open(new byte[] {1}, 0, 1))
        .hasMessage("no block of timelines, or of an unknown version");
  }

  private byte[] write(Map<Long, List<Entry>> persons) {
    new TreeMap<>(persons).forEach(this::add);
    return writer.finish();
  }

  private void add(long key, List<Entry> entries) {
    TimelineWriter timeline = new TimelineWriter();
    entries.forEach(entry -> timeline.add(entry.time(), entry.sequence(), entry.code()));
    byte[] bytes = timeline.finish();
    TimelineReader events = new TimelineReader();
    events.open(bytes, 0, bytes.length);
    writer.add(key, events);
  }

  private Map<Long, List<Entry>> read(byte[] bytes, int from, int to) {
    reader.open(bytes, from, to);
    Map<Long, List<Entry>> read = new TreeMap<>();
    while (reader.nextPerson()) {
      read.put(reader.personKey(), left());
    }
    return read;
  }

  private List<Entry> left() {
    List<Entry> entries = new ArrayList<>();
    while (reader.next()) {
      entries.add(entry());
    }
    return entries;
  }

  private Entry entry() {
    return new Entry(reader.time(), reader.sequence(), reader.code());
  }
}
