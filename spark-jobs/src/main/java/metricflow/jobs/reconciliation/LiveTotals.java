package metricflow.jobs.reconciliation;

import java.util.HashMap;
import java.util.Map;
import metricflow.live.LiveKeys;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** Events counted live, from the minutes in Redis. */
final class LiveTotals {
  private static final int KEYS_AT_ONCE = 1_000;

  private final RedisClient redis;

  /** Reads {@code redis}, which stays its caller's. */
  LiveTotals(RedisClient redis) {
    this.redis = redis;
  }

  /** Events of each project in the minutes from {@code first} on; none where there are none. */
  Map<Integer, Long> of(long first, int minutes) {
    Map<Integer, Long> totals = new HashMap<>();
    ScanParams applied = new ScanParams().match("mf:{*}:applied").count(KEYS_AT_ONCE);
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<String> keys = redis.scan(cursor, applied);
      for (String key : keys.getResult()) {
        LiveKeys.of(key)
            .filter(found -> found.equals(new LiveKeys(found.project())))
            .ifPresent(found -> totals.put(found.project(), total(found, first, minutes)));
      }
      cursor = keys.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    totals.values().removeIf(total -> total == 0);
    return totals;
  }

  private long total(LiveKeys keys, long first, int minutes) {
    long total = 0;
    for (long minute = first; minute < first + minutes; minute++) {
      String counted = redis.hget(keys.minute(minute), LiveKeys.TOTAL_FIELD);
      total += counted == null ? 0 : Long.parseLong(counted);
    }
    return total;
  }
}
