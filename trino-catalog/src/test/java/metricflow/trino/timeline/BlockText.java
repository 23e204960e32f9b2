package metricflow.trino.timeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import metricflow.timeline.TimelineBlockWriter;
import metricflow.timeline.TimelineReader;
import metricflow.timeline.TimelineWriter;

/** Blocks of timelines, and what is asked about them, as text of SQL. */
public final class BlockText {
  /** An event of a person. */
  public record Happening(long time, int sequence, int code) {}

  /** What an event is to a question; an empty group is none. */
  public record Meaning(long mask, String group) {}

  private BlockText() {}

  /** A block of persons of one bucket, in hex. */
  public static String block(Map<Long, List<Happening>> persons) {
    TimelineBlockWriter writer = new TimelineBlockWriter();
    new TreeMap<>(persons).forEach((key, some) -> add(writer, key, some));
    return HexFormat.of().formatHex(writer.finish());
  }

  /**
   * What is left of a block where it is counted, in hex.
   *
   * @param persons whose codes are numbers of {@code meanings}
   */
  public static String part(Map<Long, List<Happening>> persons, Meaning... meanings) {
    String block = block(persons);
    StringBuilder part = new StringBuilder("42");
    part.append(block, 2, 4).append(number(block.length() / 2)).append(block);
    part.append(number(meanings.length));
    for (Meaning meaning : meanings) {
      byte[] group = meaning.group.getBytes(UTF_8);
      part.append(HexFormat.of().toHexDigits(Long.reverseBytes(meaning.mask)))
          .append(number(group.length))
          .append(HexFormat.of().formatHex(group));
    }
    return part.toString();
  }

  private static String number(int number) {
    return HexFormat.of().toHexDigits(Integer.reverseBytes(number));
  }

  /** Adds the next person. */
  public static void add(TimelineBlockWriter writer, long key, List<Happening> some) {
    TimelineWriter timeline = new TimelineWriter();
    some.forEach(one -> timeline.add(one.time(), one.sequence(), one.code()));
    byte[] bytes = timeline.finish();
    TimelineReader reader = new TimelineReader();
    reader.open(bytes, 0, bytes.length);
    writer.add(key, reader);
  }

  /** A time. */
  public static String time(long millis) {
    return "CAST(from_unixtime(%d.%03d, 'UTC') AS timestamp(3) with time zone)"
        .formatted(millis / 1000, millis % 1000);
  }

  /** A map. */
  public static String map(Map<? extends Number, Long> map) {
    return "CAST(MAP(ARRAY[%s], ARRAY[%s]) AS map(bigint, bigint))"
        .formatted(
            map.keySet().stream().map(BlockText::bigint).collect(joining(", ")),
            map.values().stream().map(BlockText::bigint).collect(joining(", ")));
  }

  /** A map to texts. */
  public static String names(Map<? extends Number, String> map) {
    return "CAST(MAP(ARRAY[%s], ARRAY[%s]) AS map(bigint, varchar))"
        .formatted(
            map.keySet().stream().map(BlockText::bigint).collect(joining(", ")),
            map.values().stream().map("'%s'"::formatted).collect(joining(", ")));
  }

  /** A number. */
  public static String bigint(Number number) {
    // The least of all has no literal of its own.
    return "CAST('%d' AS bigint)".formatted(number.longValue());
  }
}
