package metricflow.path;

import java.time.Instant;

/**
 * Which paths are told, and how much of each.
 *
 * @param start where in a session they are looked at from
 * @param depth most steps told of one
 * @param collapseRepeats whether the same node several times in a row counts once
 * @param from sessions that begin before are not told
 */
public record PathRules(PathStart start, int depth, boolean collapseRepeats, Instant from) {}
