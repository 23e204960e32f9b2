package metricflow.event;

import java.io.Serializable;
import metricflow.config.Config;
import metricflow.config.ConfigKey;

/**
 * Bounds on what a client may send.
 *
 * @param maxEventBytes size of one event's JSON text
 * @param maxBatchBytes sum of the sizes of the accepted events of one batch
 * @param maxIdLength length of event names and ids, in characters
 * @param maxTextLength length to which descriptive fields are cut, in characters
 * @param maxAgeMillis oldest event time accepted, before receipt
 * @param maxRejectedPayloadBytes how much of a rejected event is kept; by default all of an event
 *     that is not too large, so that it can be replayed
 */
public record EventLimits(
    int maxEventBytes,
    int maxBatchBytes,
    int maxIdLength,
    int maxTextLength,
    long maxAgeMillis,
    int maxRejectedPayloadBytes)
    implements Serializable {

  private static final long DAY_MILLIS = 24 * 60 * 60_000L;

  /** The defaults for the collector: 32 KB an event, 500 KB a batch, 90 days back. */
  public static EventLimits defaults() {
    return new EventLimits(32 * 1024, 500 * 1024, 200, 1024, 90 * DAY_MILLIS, 32 * 1024);
  }

  /** The limits that settings name, for the collector and for what it rejected. */
  public static EventLimits of(Config config) {
    EventLimits defaults = defaults();
    int maxEventBytes = config.number(ConfigKey.METRICFLOW_MAX_EVENT_BYTES);
    return new EventLimits(
        maxEventBytes,
        config.number(ConfigKey.METRICFLOW_MAX_BATCH_BYTES),
        defaults.maxIdLength(),
        defaults.maxTextLength(),
        config.number(ConfigKey.METRICFLOW_MAX_AGE_DAYS) * DAY_MILLIS,
        maxEventBytes);
  }

  /** The same limits without an age limit or batch limit, for history from other tools. */
  public EventLimits forBackfill() {
    return new EventLimits(
        maxEventBytes,
        Integer.MAX_VALUE,
        maxIdLength,
        maxTextLength,
        Long.MAX_VALUE / 2,
        maxRejectedPayloadBytes);
  }
}
