package metricflow.jobs;

import java.util.UUID;
import metricflow.event.Event;
import metricflow.event.EventIds;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Parsed events as rows of {@code events}, in the engine's own form. */
public final class EventRows {
  private static final long DAY_MILLIS = 86_400_000L;

  private EventRows() {}

  /**
   * The cells of an event, in the order of the table's columns. When it was sent is not known.
   *
   * @param eventId its identity, its own or one derived for it
   * @param receivedAt epoch milliseconds
   */
  public static Object[] cells(int projectId, UUID eventId, Event event, long receivedAt) {
    return new Object[] {
      projectId,
      event.eventTime() * 1000,
      utf8(event.event()),
      utf8(event.distinctId()),
      utf8(event.anonymousId()),
      utf8(event.sessionId()),
      EventIds.bytes(eventId),
      event.sequence() == Event.NO_SEQUENCE ? null : event.sequence(),
      event.clientTime() * 1000,
      null,
      receivedAt * 1000,
      utf8(event.host()),
      utf8(event.page()),
      utf8(event.referrer()),
      utf8(event.utmSource()),
      utf8(event.utmMedium()),
      utf8(event.utmCampaign()),
      utf8(event.country()),
      utf8(event.device()),
      utf8(event.browser()),
      utf8(event.os()),
      utf8(event.plan()),
      utf8(event.sdk()),
      utf8(event.properties()),
      utf8(event.userProperties()),
      epochDay(event.eventTime())
    };
  }

  /** The UTC day of a time in epoch milliseconds. */
  public static int epochDay(long epochMillis) {
    return (int) Math.floorDiv(epochMillis, DAY_MILLIS);
  }

  /** A text as the engine keeps it; null stays null. */
  public static UTF8String utf8(String text) {
    return text == null ? null : UTF8String.fromString(text);
  }

  /** A data set of rows that are already in the engine's own form: nothing is converted. */
  public static Dataset<Row> dataFrame(
      SparkSession spark, JavaRDD<InternalRow> rows, StructType schema) {
    return ((org.apache.spark.sql.classic.SparkSession) spark)
        .internalCreateDataFrame(rows.rdd(), schema, false);
  }
}
