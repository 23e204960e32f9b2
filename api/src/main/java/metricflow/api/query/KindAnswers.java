package metricflow.api.query;

/** The answer to a question of each kind: by whom it is given. */
final class KindAnswers {
  private KindAnswers() {}

  static Answer of(Asking asking, Query query) {
    return switch (query) {
      case DailyActiveUsers users -> ActiveUsersAnswer.of(asking, users);
      case Funnel funnel -> FunnelAnswer.of(asking, funnel);
      case FunnelPersons persons -> FunnelAnswer.of(asking, persons);
      case Trends trends -> TrendsAnswer.of(asking, trends);
      case Segmentation segmentation -> TrendsAnswer.of(asking, segmentation);
      case Retention retention -> ActivityAnswer.of(asking, retention);
      case Stickiness stickiness -> ActivityAnswer.of(asking, stickiness);
      case Paths paths -> PathsAnswer.of(asking, paths);
      case Lifecycle lifecycle -> ActivityAnswer.of(asking, lifecycle);
      case Persons persons -> PersonAnswers.persons(asking, persons);
      case Sql sql -> SqlAnswers.of(asking, sql);
      case Person person -> PersonAnswers.person(asking, person);
    };
  }
}
