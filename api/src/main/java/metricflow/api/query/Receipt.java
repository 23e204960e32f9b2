package metricflow.api.query;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Where an answer's numbers come from.
 *
 * @param kind the kind of the question
 * @param asOf every event received up to then is counted
 * @param source {@code raw}, {@code rollup}, {@code timeline} or {@code rollup+timeline}; of the
 *     last three with {@code +raw} where some days are read from events
 * @param exact whether the numbers are exact, which they are
 * @param sql a statement that gives the same numbers in Trino
 * @param elapsedMs time spent when the answer was computed, in milliseconds
 * @param bytesScanned bytes read from the lake's files
 * @param version the state of the lake that was read, to be sent along to ask it again; null when
 *     it is not known
 * @param explain why this source; left out unless asked for
 */
public record Receipt(
    String kind,
    String asOf,
    String source,
    boolean exact,
    String sql,
    long elapsedMs,
    long bytesScanned,
    LakeVersion version,
    @JsonInclude(JsonInclude.Include.NON_NULL) Explanation explain) {

  /**
   * Why a source was chosen.
   *
   * @param source as in the answer
   * @param because the reason, in a sentence
   * @param timeZone where the days begin that were counted, whoever named it
   */
  public record Explanation(String source, String because, String timeZone) {}
}
