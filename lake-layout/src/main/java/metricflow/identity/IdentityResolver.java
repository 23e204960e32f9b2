package metricflow.identity;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Resolves identity statements into one person per id.
 *
 * <p>An id belongs to the user of its earliest statement (ties: the user that sorts first), so a
 * device shared by two users is never a bridge that merges them. Statements are followed from user
 * to user; ids that point at each other in a circle belong to the one that sorts first. The result
 * is a function of the set of statements, not of their order.
 */
public final class IdentityResolver {
  private IdentityResolver() {}

  /**
   * The person of an id.
   *
   * @param personId the user it belongs to
   * @param identifiedAt time of the statement that decided it, epoch milliseconds
   */
  public record Person(String personId, long identifiedAt) {}

  /** Every id that belongs to another, with its person. */
  public static Map<String, Person> resolve(List<IdentityEdge> edges) {
    Map<String, IdentityEdge> first = new TreeMap<>();
    for (IdentityEdge edge : edges) {
      if (!edge.from().equals(edge.to())) {
        first.merge(edge.from(), edge, IdentityEdge::earlier);
      }
    }
    Map<String, Person> persons = new TreeMap<>();
    for (IdentityEdge edge : first.values()) {
      String person = follow(edge.from(), first);
      if (!person.equals(edge.from())) {
        persons.put(edge.from(), new Person(person, edge.time()));
      }
    }
    return persons;
  }

  private static String follow(String start, Map<String, IdentityEdge> first) {
    Set<String> seen = new HashSet<>();
    String at = start;
    while (first.containsKey(at) && seen.add(at)) {
      at = first.get(at).to();
    }
    return first.containsKey(at) ? smallestOfCircle(at, first) : at;
  }

  private static String smallestOfCircle(String onCircle, Map<String, IdentityEdge> first) {
    String smallest = onCircle;
    for (String at = first.get(onCircle).to(); !at.equals(onCircle); at = first.get(at).to()) {
      smallest = at.compareTo(smallest) < 0 ? at : smallest;
    }
    return smallest;
  }
}
