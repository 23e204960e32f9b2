package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import java.util.List;

/** Tells of the persons of a bucket, who come by ascending keys, which count. */
final class CountedPersons {
  private final PersonConditions asked;
  private final MetPersons.Reader[] conditions;

  /**
   * By the conditions they meet.
   *
   * @param met parts of {@link MetPersons}, one for each condition
   * @throws IllegalArgumentException when there are others
   */
  CountedPersons(PersonConditions asked, List<Slice> met) {
    this.asked = asked;
    conditions = new MetPersons.Reader[asked.count()];
    for (Slice part : met) {
      MetPersons.Reader reader = new MetPersons.Reader(part);
      int condition = reader.condition();
      if (condition < 0 || condition >= conditions.length || conditions[condition] != null) {
        throw new IllegalArgumentException("a bucket has a condition on persons too many");
      }
      conditions[condition] = reader;
    }
    if (met.size() < conditions.length) {
      throw new IllegalArgumentException("a bucket lacks a condition on persons");
    }
  }

  boolean counts(long personKey) {
    int met = 0;
    for (int i = 0; i < conditions.length; i++) {
      met |= conditions[i].holds(personKey) ? 1 << i : 0;
    }
    return asked.counts(met);
  }
}
