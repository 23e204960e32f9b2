package metricflow.streaming.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import metricflow.live.LiveKeys;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** The projects' keys that a rebuild has put beside the ones readers see. */
final class StagedProjects {
  private static final String SWAP = readScript();
  private static final int SCAN_COUNT = 1_000;

  private final UnifiedJedis redis;

  StagedProjects(UnifiedJedis redis) {
    this.redis = redis;
  }

  /** Removes what a rebuild that did not end has left. */
  void clear() {
    keysByProject().values().forEach(keys -> keys.staged.forEach(redis::unlink));
  }

  /**
   * Puts each project's staged keys in the place of all it had, project by project.
   *
   * @param at the last micro-batch that the staged keys contain
   * @return number of projects that have keys now
   */
  int swap(Position at) {
    int projects = 0;
    for (Map.Entry<Integer, Keys> project : keysByProject().entrySet()) {
      swap(new LiveKeys(project.getKey()), project.getValue(), at);
      projects += project.getValue().staged.isEmpty() ? 0 : 1;
    }
    return projects;
  }

  private void swap(LiveKeys seen, Keys keys, Position at) {
    LiveKeys staged = seen.staged();
    List<String> all = new ArrayList<>(List.of(seen.applied()));
    Set<String> removed = new TreeSet<>(keys.seen);
    removed.remove(seen.applied());
    int renamed = 0;
    for (String key : keys.staged) {
      if (key.equals(staged.applied())) {
        removed.add(key);
      } else {
        String becomes = seen.prefix() + key.substring(staged.prefix().length());
        removed.remove(becomes);
        all.addAll(List.of(key, becomes));
        renamed++;
      }
    }
    all.addAll(removed);
    redis.eval(
        SWAP,
        all,
        List.of(
            Integer.toString(renamed),
            at.queryId(),
            Long.toString(at.batchId()),
            Integer.toString(LiveKeys.APPLIED_TTL_SECONDS)));
  }

  private record Keys(Set<String> seen, Set<String> staged) {}

  private Map<Integer, Keys> keysByProject() {
    Map<Integer, Keys> byProject = new TreeMap<>();
    ScanParams pattern = new ScanParams().match(LiveKeys.ALL_PROJECTS).count(SCAN_COUNT);
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<String> page = redis.scan(cursor, pattern);
      page.getResult()
          .forEach(key ->
              LiveKeys.of(key)
                  .ifPresent(keys -> {
                    Keys of =
                        byProject.computeIfAbsent(
                            keys.project(), p -> new Keys(new TreeSet<>(), new TreeSet<>()));
                    (keys.equals(keys.staged()) ? of.staged : of.seen).add(key);
                  }));
      cursor = page.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    return byProject;
  }

  private static String readScript() {
    try (InputStream in = StagedProjects.class.getResourceAsStream("swap.lua")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
