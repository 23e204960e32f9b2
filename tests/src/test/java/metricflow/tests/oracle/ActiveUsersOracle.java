package metricflow.tests.oracle;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import metricflow.api.query.DailyActiveUsers;
import metricflow.identity.IdentityResolver;

/** Daily active users. Days rolled up know the persons that the nightly job knew. */
final class ActiveUsersOracle {
  private final World world;
  private final DailyActiveUsers query;

  ActiveUsersOracle(World world, DailyActiveUsers query) {
    this.world = world;
    this.query = query;
  }

  ObjectNode days() {
    List<LocalDate> dates = query.from().datesUntil(query.to().plusDays(1)).toList();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode names = answer.putArray("dates");
    dates.forEach(date -> names.add(date.toString()));
    answer.set("total", users(dates, event -> true));
    ArrayNode series = answer.putArray("series");
    if (query.dimension().isEmpty()) {
      return answer.put("values_cut", 0);
    }
    String column = query.dimension().get().column();
    List<String> values =
        world.events().stream()
            .filter(event -> dates.contains(World.utcDay(event)))
            .map(event -> event.columns().get(column))
            .distinct()
            .sorted(
                comparing((String value) -> sum(users(dates, of(column, value))))
                    .reversed()
                    .thenComparing(nullsLast(naturalOrder())))
            .toList();
    for (String value : values.stream().limit(query.limit()).toList()) {
      series.addObject().put("value", value).set("users", users(dates, of(column, value)));
    }
    return answer.put("values_cut", values.size() - series.size());
  }

  private static Predicate<WorldEvent> of(String column, String value) {
    return event -> Objects.equals(event.columns().get(column), value);
  }

  private static long sum(ArrayNode numbers) {
    long sum = 0;
    for (var number : numbers) {
      sum += number.longValue();
    }
    return sum;
  }

  private ArrayNode users(List<LocalDate> dates, Predicate<WorldEvent> condition) {
    Map<String, IdentityResolver.Person> known = world.persons(Worlds.ROLLED_DAYS::contains);
    ArrayNode numbers = JsonNodeFactory.instance.arrayNode();
    for (LocalDate date : dates) {
      boolean rolled = Worlds.ROLLED_DAYS.contains(date);
      numbers.add(
          world.events().stream()
              .filter(event -> World.utcDay(event).equals(date))
              .filter(condition)
              .map(event -> World.person(event, rolled ? known : world.persons()))
              .distinct()
              .count());
    }
    return numbers;
  }
}
