package metricflow.api.query;

import java.util.Optional;

/**
 * One person: who it is, and what they did, newest first.
 *
 * @param id any id of the person
 * @param days UTC days of the events
 * @param events which events the timeline holds; the profile is made of all
 * @param limit most events told at once
 * @param after goes on after this place of an answer before
 */
public record Person(
    String id, DayRange days, EventSelector events, int limit, Optional<Cursor> after)
    implements Query {
  static final String KIND = "person";
  static final int DEFAULT_LIMIT = 100;
  static final int MAX_LIMIT = 1_000;

  @Override
  public String kind() {
    return KIND;
  }
}
