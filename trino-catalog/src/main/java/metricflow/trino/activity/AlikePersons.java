package metricflow.trino.activity;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/** Persons counted by what they have in common: numbers, as many for each person. */
final class AlikePersons {
  private static final class Key {
    private final long[] numbers;

    private Key(long[] numbers) {
      this.numbers = numbers;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && Arrays.equals(numbers, key.numbers);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(numbers);
    }
  }

  private static final class Count {
    private long persons;
  }

  private final Map<Key, Count> counts = new HashMap<>();

  /** Adds a person; the numbers may change afterwards. */
  void add(long[] numbers) {
    Count count = counts.get(new Key(numbers));
    if (count == null) {
      count = new Count();
      counts.put(new Key(numbers.clone()), count);
    }
    count.persons++;
  }

  /** Hands on each kind of person and how many there are. */
  void forEach(ObjLongConsumer<long[]> kind) {
    counts.forEach((key, count) -> kind.accept(key.numbers, count.persons));
  }
}
