package metricflow.peers.flink;

import java.time.LocalDate;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;

/** A folder a day, as in a partitioned table. */
final class DayFolders implements BucketAssigner<Event, String> {
  private static final long serialVersionUID = 1L;

  private int lastDay = Integer.MIN_VALUE;
  private String lastFolder;

  @Override
  public String getBucketId(Event event, Context context) {
    if (event.epochDay() != lastDay) {
      lastDay = event.epochDay();
      lastFolder = "event_date=" + LocalDate.ofEpochDay(lastDay);
    }
    return lastFolder;
  }

  @Override
  public SimpleVersionedSerializer<String> getSerializer() {
    return SimpleVersionedStringSerializer.INSTANCE;
  }
}
