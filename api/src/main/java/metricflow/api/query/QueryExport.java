package metricflow.api.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import metricflow.api.web.Json;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/**
 * The rows that answer any question, to be written out as they come. SQL and lists of persons come
 * straight from Trino and without the limits of an answer; other answers are small, and are turned
 * into a table.
 */
public final class QueryExport {
  private final QueryDesk desk;
  private final QueryEngine engine;
  private final RowStream stream;
  private final LakeNames names;
  private final RollupCalendar rollups;
  private final long mostRows;

  /**
   * Exports of what {@code desk} answers.
   *
   * @param stream runs what is too large for an answer
   * @param mostRows most rows of one export
   */
  public QueryExport(
      QueryDesk desk, QueryEngine engine, RowStream stream, LakeNames names, long mostRows) {
    this.desk = desk;
    this.engine = engine;
    this.stream = stream;
    this.names = names;
    this.rollups = new RollupCalendar(engine, System::nanoTime);
    this.mostRows = mostRows;
  }

  /**
   * Gives {@code sink} all rows.
   *
   * @throws ProblemException as for an answer, with the same advice, perhaps after some rows;
   *     {@code QUERY_TOO_LARGE} when there are more than an export may have
   */
  public void rows(Caller caller, Question question, RowSink sink) {
    switch (question.query()) {
      case Sql sql -> {
        try {
          stream(
              caller, sql.statement(scope(caller, RolledDays.NONE, question), mostRows + 1), sink);
        } catch (ProblemException failed) {
          throw Narrowing.advise(SqlAnswers.told(failed), sql);
        }
      }
      case Persons persons -> {
        try {
          persons(caller, question.version(), persons, sink);
        } catch (ProblemException failed) {
          throw Narrowing.advise(failed, persons);
        }
      }
      default -> AnswerTable.of(answer(caller, question), question.query()).rows(sink);
    }
  }

  private void persons(Caller caller, LakeVersion version, Persons persons, RowSink sink) {
    LakeNames lake = names.at(version);
    RolledDays rolled = rollups.calendar(lake, LakeState.UNKNOWN.now()).days();
    SqlStatement all =
        new PersonsSql(lake).compile(caller.projectId(), persons.all(mostRows), rolled);
    stream(caller, all, named(sink, persons));
  }

  private LakeScope scope(Caller caller, RolledDays rolled, Question question) {
    return new LakeScope(names.at(question.version()), caller.projectId(), rolled);
  }

  private JsonNode answer(Caller caller, Question question) {
    try {
      return Json.mapper().readTree(desk.answer(caller, question, Acceptance.UNCHANGED).json());
    } catch (IOException impossible) {
      throw new UncheckedIOException("our own JSON", impossible);
    }
  }

  private void stream(Caller caller, SqlStatement statement, RowSink sink) {
    stream.stream(
        caller,
        statement,
        new RowSink() {
          private long rows;

          @Override
          public void columns(List<Column> columns) {
            sink.columns(columns);
          }

          @Override
          public void row(Row row) {
            if (++rows > mostRows) {
              throw new ProblemException(
                  ProblemType.QUERY_TOO_LARGE,
                  "There are more than %d rows, the most that one export may have."
                      .formatted(mostRows));
            }
            sink.row(row);
          }
        });
  }

  /** The values under the names of their fields. */
  private static RowSink named(RowSink sink, Persons persons) {
    return new RowSink() {
      @Override
      public void columns(List<Column> columns) {
        List<Column> named = new ArrayList<>(columns);
        int first = columns.size() - persons.fields().size();
        for (int i = 0; i < persons.fields().size(); i++) {
          named.set(
              first + i, new Column(persons.fields().get(i).text(), columns.get(first + i).type()));
        }
        sink.columns(named);
      }

      @Override
      public void row(Row row) {
        sink.row(row);
      }
    };
  }
}
