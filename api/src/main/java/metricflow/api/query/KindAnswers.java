package metricflow.api.query;

import java.util.List;

/** The answer to a question of each kind: the statement it takes, and what its rows mean. */
final class KindAnswers {
  private static final String RAW = "raw";
  private static final String ANY_FIELD =
      "Rollups hold persons of whole UTC days by one field; this question may need more.";
  private static final String EACH_PERSON = "No rollup holds which person was active when.";

  private KindAnswers() {}

  static Answer of(Asking asking, Query query) {
    return switch (query) {
      case DailyActiveUsers users -> ActiveUsersAnswer.of(asking, users);
      case Funnel funnel -> FunnelAnswer.of(asking, funnel);
      case FunnelPersons persons -> FunnelAnswer.of(asking, persons);
      case Trends trends -> trends(asking, trends);
      case Segmentation segmentation -> segmentation(asking, segmentation);
      case Retention retention -> retention(asking, retention);
      case Stickiness stickiness -> stickiness(asking, stickiness);
      case Paths paths -> PathsAnswer.of(asking, paths);
      case Lifecycle lifecycle -> lifecycle(asking, lifecycle);
      case Persons persons -> PersonAnswers.persons(asking, persons);
      case Sql sql -> SqlAnswers.of(asking, sql);
      case Person person -> PersonAnswers.person(asking, person);
    };
  }

  private static Answer segmentation(Asking asking, Segmentation query) {
    List<Row> rows =
        asking.run(
            new TrendsSql(asking.lake()).compile(asking.projectId(), query, asking.rolled()));
    return new Answer.Segments(
        asking.receipt(RAW, ANY_FIELD),
        TrendsReader.groups(query, List.of(), rows),
        TrendsReader.cut(query, rows));
  }

  private static Answer retention(Asking asking, Retention query) {
    List<Row> rows =
        asking.run(
            new RetentionSql(asking.lake()).compile(asking.projectId(), query, asking.rolled()));
    return new Answer.Cohorts(asking.receipt(RAW, EACH_PERSON), AnswerReader.cohorts(query, rows));
  }

  private static Answer stickiness(Asking asking, Stickiness query) {
    List<Row> rows =
        asking.run(
            new LifecycleSql(asking.lake()).compile(asking.projectId(), query, asking.rolled()));
    return new Answer.Frequencies(
        asking.receipt(RAW, EACH_PERSON), AnswerReader.frequencies(query, rows));
  }

  private static Answer lifecycle(Asking asking, Lifecycle query) {
    List<Row> rows =
        asking.run(
            new LifecycleSql(asking.lake()).compile(asking.projectId(), query, asking.rolled()));
    return new Answer.Lives(
        asking.receipt(RAW, EACH_PERSON),
        query.interval().labels(query.period()),
        AnswerReader.lives(query, rows, "new"),
        AnswerReader.lives(query, rows, "returning"),
        AnswerReader.lives(query, rows, "resurrecting"),
        AnswerReader.lives(query, rows, "dormant"));
  }

  private static Answer trends(Asking asking, Trends query) {
    TrendsSql compiler = new TrendsSql(asking.lake());
    Period period = query.what().period();
    List<Row> rows =
        asking.run(compiler.compile(asking.projectId(), query, period, asking.rolled()));
    Answer.Previous previous = null;
    if (query.compare()) {
      Trends before = query.during(period.previous());
      SqlStatement statement =
          compiler.compile(asking.projectId(), before, period, asking.rolled());
      previous =
          new Answer.Previous(
              before.what().period().from().toString(),
              before.what().period().to().toString(),
              statement.reproducible(),
              query.interval().labels(before.what().period()),
              groups(before, asking.run(statement)));
    }
    return new Answer.TrendLines(
        asking.receipt(RAW, ANY_FIELD),
        query.interval().labels(period),
        groups(query, rows),
        TrendsReader.cut(query.what(), rows),
        previous);
  }

  private static List<Answer.Group> groups(Trends query, List<Row> rows) {
    return TrendsReader.groups(query.what(), query.interval().numbers(query.what().period()), rows);
  }
}
