package metricflow.api.query;

import java.util.List;
import java.util.Optional;
import metricflow.api.query.filter.Field;

/**
 * The persons who did something, last seen first.
 *
 * @param period when
 * @param events what
 * @param search a part of the person's id or of another id of theirs, in any case
 * @param fields what else is told of each: the latest value in these events
 * @param limit most persons told at once
 * @param after goes on after this place of an answer before
 */
public record Persons(
    Period period,
    EventSelector events,
    Optional<String> search,
    List<Field> fields,
    int limit,
    Optional<Cursor> after)
    implements PeriodQuery {
  static final String KIND = "persons";
  static final int DEFAULT_LIMIT = 50;
  static final int MAX_LIMIT = 1_000;
  static final int MAX_FIELDS = 10;

  /** Keeps its own copy. */
  public Persons {
    fields = List.copyOf(fields);
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** All of them, from the first. */
  Persons all(long most) {
    return new Persons(
        period,
        events,
        search,
        fields,
        (int) Math.min(most, Integer.MAX_VALUE - 1),
        Optional.empty());
  }
}
