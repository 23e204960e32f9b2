package metricflow.tests.oracle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import metricflow.api.query.DailyActiveUsers;
import metricflow.api.query.Funnel;
import metricflow.api.query.FunnelPersons;
import metricflow.api.query.Lifecycle;
import metricflow.api.query.Paths;
import metricflow.api.query.Person;
import metricflow.api.query.Persons;
import metricflow.api.query.Query;
import metricflow.api.query.Retention;
import metricflow.api.query.Segmentation;
import metricflow.api.query.Sql;
import metricflow.api.query.Stickiness;
import metricflow.api.query.Trends;

/** The right answer, without its receipt. */
final class Oracle {
  private Oracle() {}

  static ObjectNode answer(World world, Query question) {
    return switch (question) {
      case Trends trends -> new TrendsOracle(world).trends(trends);
      case Segmentation segmentation -> new TrendsOracle(world).segmentation(segmentation);
      case Retention retention -> new ActivityOracle(world).retention(retention);
      case Stickiness stickiness -> new ActivityOracle(world).stickiness(stickiness);
      case Paths paths -> new PathsOracle(world, paths).paths();
      case Lifecycle lifecycle -> new ActivityOracle(world).lifecycle(lifecycle);
      case Funnel funnel -> new FunnelOracle(world, funnel.conversion()).funnel(funnel);
      case FunnelPersons persons -> new FunnelOracle(world, persons.conversion()).persons(persons);
      case Persons persons -> new PersonsOracle(world).persons(persons);
      case Person person -> new PersonsOracle(world).person(person);
      case Sql sql -> throw new IllegalArgumentException("only Trino answers SQL: " + sql);
      case DailyActiveUsers users -> new ActiveUsersOracle(world, users).days();
    };
  }
}
