package metricflow.trino.timeline;

import java.util.stream.IntStream;

/** Tells of the persons of a bucket, who come by ascending keys, what counts. */
final class CountedPersons {
  private final PersonConditions asked;
  private final MetPersons[] conditions;

  /**
   * By the conditions they meet.
   *
   * @param reader of what is asked about persons, and of nothing else meanwhile
   * @throws IllegalArgumentException when a part is damaged
   */
  CountedPersons(PersonConditions asked, PersonTimelines bucket, TimelinesReader reader) {
    this.asked = asked;
    conditions =
        IntStream.range(0, asked.questions().size())
            .mapToObj(i -> asked.met(i, bucket, reader))
            .toArray(MetPersons[]::new);
  }

  /** Which bits of the masks of the person's events count; 0 when nothing does. */
  long mask(long personKey) {
    int met = 0;
    for (int i = 0; i < conditions.length; i++) {
      met |= conditions[i].holds(personKey) ? 1 << i : 0;
    }
    return asked.mask(met);
  }
}
