package metricflow.tests.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Visits in progress. Starts as many new ones as it takes to keep the rate: a full house within a
 * minute, and an even flow from the first second. Confined to one thread.
 */
final class LiveTraffic {
  private final PriorityQueue<SimulatedEvent> upcoming =
      new PriorityQueue<>(Comparator.comparingLong(SimulatedEvent::time));
  private final Population population = new Population();
  private final RandomGenerator random;
  private double owed;

  LiveTraffic(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /**
   * The events that happen up to {@code now}, epoch milliseconds.
   *
   * @param wanted how many the rate asks for since the last call
   */
  List<SimulatedEvent> until(long now, double wanted) {
    List<SimulatedEvent> due = new ArrayList<>();
    takeDue(now, due);
    owed = Math.clamp(owed + wanted - due.size(), -wanted, 2 * wanted);
    while (owed >= 1) {
      int before = due.size();
      Visitor visitor = population.arrival(World.country(random), now, random);
      upcoming.addAll(SessionScript.play(visitor, now, random));
      takeDue(now, due);
      owed -= due.size() - before;
    }
    return due;
  }

  private void takeDue(long now, List<SimulatedEvent> due) {
    while (!upcoming.isEmpty() && upcoming.peek().time() <= now) {
      due.add(upcoming.poll());
    }
  }
}
