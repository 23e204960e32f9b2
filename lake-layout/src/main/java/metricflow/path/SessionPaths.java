package metricflow.path;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import metricflow.session.SessionSplitter;

/**
 * The paths of one person, session by session. All events of the person are added, in any order;
 * sessions are divided by {@link SessionSplitter}, and those events that take part are the visits
 * of a path, in the order of their times, sequences, nodes, and no anchor before an anchor.
 *
 * <p>It is used for one person after another, by one thread.
 *
 * @param <N> what is visited: the name of an event or page
 */
public final class SessionPaths<N extends Comparable<? super N>> {
  private final Comparator<Event<N>> inOrder =
      Comparator.comparingLong((ToLongFunction<Event<N>>) Event::time)
          .thenComparingInt(Event::sequence)
          .thenComparing(Event::node, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Event::anchor);

  private final SessionSplitter splitter = new SessionSplitter();
  private final List<Event<N>> events = new ArrayList<>();
  private final List<N> nodes = new ArrayList<>();
  private final Map<PathStep<N>, Long> sessionsByStep = new HashMap<>();
  private int firstAnchor;

  private record Event<N>(long time, int sequence, N node, boolean anchor) {}

  /**
   * Adds an event.
   *
   * @param time epoch milliseconds
   * @param sequence order of those of one time
   * @param node what is visited; null for an event that only keeps the session going
   * @param anchor whether it is what paths are looked at from
   */
  public void add(long time, int sequence, N node, boolean anchor) {
    events.add(new Event<>(time, sequence, node, anchor));
  }

  /** How many sessions take each step; forgets the events. The map is good until the next call. */
  public Map<PathStep<N>, Long> steps(PathRules rules) {
    sessionsByStep.clear();
    events.sort(inOrder);
    splitter.reset();
    begin();
    boolean told = false;
    for (Event<N> event : events) {
      if (splitter.starts(event.time)) {
        end(rules, told);
        begin();
        told = event.time >= rules.from().toEpochMilli();
      }
      if (event.node != null) {
        visit(event.node, event.anchor, rules.collapseRepeats());
      }
    }
    end(rules, told);
    events.clear();
    return sessionsByStep;
  }

  private void begin() {
    nodes.clear();
    firstAnchor = -1;
  }

  private void visit(N node, boolean anchor, boolean collapseRepeats) {
    if (!collapseRepeats || nodes.isEmpty() || !nodes.getLast().equals(node)) {
      nodes.add(node);
    }
    if (anchor && firstAnchor < 0) {
      firstAnchor = nodes.size() - 1;
    }
  }

  private void end(PathRules rules, boolean told) {
    int first = rules.start() == PathStart.SESSION ? 0 : firstAnchor;
    if (!told || first < 0) {
      return;
    }
    boolean back = rules.start() == PathStart.BEFORE;
    int onward = back ? -1 : 1;
    N node = nodeAt(first);
    for (int depth = 1; depth <= rules.depth() && node != null; depth++) {
      N next = nodeAt(first + depth * onward);
      sessionsByStep.merge(
          new PathStep<>(depth, back ? next : node, back ? node : next), 1L, Long::sum);
      node = next;
    }
  }

  /** The node there, null beyond the first and the last. */
  private N nodeAt(int index) {
    return index < 0 || index >= nodes.size() ? null : nodes.get(index);
  }
}
