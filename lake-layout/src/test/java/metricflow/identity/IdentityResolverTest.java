package metricflow.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import metricflow.identity.IdentityResolver.Person;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class IdentityResolverTest {
  @Test
  void an_anonymous_visitor_becomes_the_user_who_signs_in() {
    assertThat(IdentityResolver.resolve(List.of(new IdentityEdge("anon", "ada", 5))))
        .isEqualTo(Map.of("anon", new Person("ada", 5)));
  }

  @Test
  void a_device_shared_by_two_users_belongs_to_the_first_and_does_not_merge_them() {
    assertThat(
            IdentityResolver.resolve(
                List.of(new IdentityEdge("anon", "bob", 9), new IdentityEdge("anon", "ada", 5))))
        .isEqualTo(Map.of("anon", new Person("ada", 5)));
  }

  @Test
  void an_alias_is_followed_to_its_end() {
    assertThat(
            IdentityResolver.resolve(
                List.of(new IdentityEdge("anon", "old", 1), new IdentityEdge("old", "new", 2))))
        .containsEntry("anon", new Person("new", 1))
        .containsEntry("old", new Person("new", 2));
  }

  @Test
  void ids_that_point_at_each_other_are_one_person() {
    assertThat(
            IdentityResolver.resolve(
                List.of(new IdentityEdge("b", "a", 1), new IdentityEdge("a", "b", 2))))
        .isEqualTo(Map.of("b", new Person("a", 1)));
  }

  @Test
  void an_id_that_points_at_itself_says_nothing() {
    assertThat(IdentityResolver.resolve(List.of(new IdentityEdge("a", "a", 1)))).isEmpty();
  }

  @Property
  void the_order_of_statements_does_not_matter(
      @ForAll("statements") List<IdentityEdge> statements, @ForAll long seed) {
    List<IdentityEdge> shuffled = new ArrayList<>(statements);
    Collections.shuffle(shuffled, new Random(seed));

    assertThat(IdentityResolver.resolve(shuffled)).isEqualTo(IdentityResolver.resolve(statements));
  }

  @Property
  void saying_it_twice_changes_nothing(@ForAll("statements") List<IdentityEdge> statements) {
    List<IdentityEdge> twice = new ArrayList<>(statements);
    twice.addAll(statements);

    assertThat(IdentityResolver.resolve(twice)).isEqualTo(IdentityResolver.resolve(statements));
  }

  @Property
  void nobody_belongs_to_someone_who_belongs_to_another(
      @ForAll("statements") List<IdentityEdge> statements) {
    Map<String, Person> persons = IdentityResolver.resolve(statements);

    assertThat(persons.values()).noneMatch(person -> persons.containsKey(person.personId()));
  }

  @Provide
  Arbitrary<List<IdentityEdge>> statements() {
    Arbitrary<String> ids = Arbitraries.of("a", "b", "c", "d", "e", "f");
    Arbitrary<Long> times = Arbitraries.longs().between(1, 5);
    return Combinators.combine(ids, ids, times).as(IdentityEdge::new).list().ofMaxSize(12);
  }
}
