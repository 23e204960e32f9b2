package metricflow.api.query;

import java.util.List;
import metricflow.event.EventNames;
import metricflow.table.Tables;

/**
 * The person of a distinct id, as SQL. The nightly {@code person_map} knows every statement of the
 * days rolled up; identify and alias events of the other days are laid over it, so that a visitor
 * who has just signed up is one person with the landing a second earlier.
 *
 * <p>As in {@link metricflow.identity.IdentityResolver} the earliest statement about an id counts:
 * a fresh one only where the map has none or a later one. From the user a fresh statement names,
 * one step leads through the map. Chains of several fresh statements (an anonymous id of a user who
 * became an alias the same day) are joined by the nightly job.
 */
final class PersonSql {
  private final LakeNames names;

  PersonSql(LakeNames names) {
    this.names = names;
  }

  /**
   * Writes the common tables {@code known_ids}, {@code stated_ids} and {@code fresh_ids}, without
   * {@code WITH}. In the last {@code person_before} is the person of the id in the map, if it is
   * there.
   */
  void tables(SqlStatement.Builder sql, int projectId, RolledDays rolled) {
    sql.text("known_ids AS (\n  SELECT distinct_id, person_id, identified_at FROM ")
        .text(names.table(Tables.PERSON_MAP))
        .text("\n  WHERE project_id = ")
        .value(projectId)
        .text("\n),\nstated_ids AS (\n")
        .text("  SELECT i.anonymous_id AS distinct_id, min(i.event_time) AS stated_at,\n")
        .text("    min_by(i.distinct_id, ROW(i.event_time, i.distinct_id)) AS person_id\n")
        .text("  FROM ")
        .text(names.table(Tables.EVENTS, identities(rolled)))
        .text(" i\n  WHERE i.project_id = ")
        .value(projectId)
        .text(" AND ");
    DayRange.condition(sql, "i.event_date", rolled.others());
    sql.text("\n    AND i.event IN (")
        .values(List.of(EventNames.IDENTIFY, EventNames.ALIAS))
        .text(") AND i.anonymous_id <> i.distinct_id\n  GROUP BY i.anonymous_id\n),\n")
        .text(FRESH_IDS);
  }

  // The few fresh statements are what the many known ones are looked up for, and not the other way
  // round: so Trino reads of the map what they may match, and nothing where there are none.
  private static final String FRESH_IDS =
      """
      fresh_ids AS (
        SELECT s.distinct_id, s.person_id, k.person_id AS person_before
        FROM known_ids k RIGHT JOIN stated_ids s ON k.distinct_id = s.distinct_id
        WHERE k.identified_at IS NULL OR s.stated_at < k.identified_at
      )\
      """;

  private static List<Reads.Part> identities(RolledDays rolled) {
    return rolled.others().stream()
        .map(days -> new Reads.Part(days.first(), days.last(), true))
        .toList();
  }

  /**
   * The common table {@code known_as}: the {@code person_id} of each {@code distinct_id} about
   * which there is a statement; comes after those of {@link #tables}.
   */
  static final String KNOWN_AS =
      """
      known_as AS (
        SELECT i.distinct_id, %s AS person_id
        FROM (SELECT distinct_id FROM known_ids UNION SELECT distinct_id FROM fresh_ids) i
      %s)\
      """
          .formatted(person("i"), joins("i"));

  /**
   * A number, 0 unless rollups may count a person otherwise than events do: an id of one person was
   * given to another by an earlier statement that came since. Comes after {@link #tables}.
   */
  static final String DOUBTS = "(SELECT count_if(person_before <> person_id) FROM fresh_ids)";

  /** The person of {@code alias.distinct_id}; needs {@link #joins}. */
  static String person(String alias) {
    return "coalesce(k.person_id, f.person_id, %s.distinct_id)".formatted(alias);
  }

  /**
   * A number in the place of a person, where persons are told apart and not named: half the time of
   * grouping by a text. It is 64 bits of a hash; among a billion persons two have the same with a
   * probability of 3 %.
   */
  static String key(String person) {
    return "from_big_endian_64(xxhash64(to_utf8(%s)))".formatted(person);
  }

  /** The {@link #key} of the {@link #person} of {@code alias.distinct_id}; needs {@link #joins}. */
  static String personKey(String alias) {
    return key(person(alias));
  }

  /** Joins the rows {@code alias} with the tables of {@link #tables}. */
  static String joins(String alias) {
    return """
      LEFT JOIN fresh_ids f ON f.distinct_id = %1$s.distinct_id
      LEFT JOIN known_ids k ON k.distinct_id = coalesce(f.person_id, %1$s.distinct_id)
    """
        .formatted(alias);
  }
}
