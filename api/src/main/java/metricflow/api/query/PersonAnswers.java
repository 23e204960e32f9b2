package metricflow.api.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import metricflow.api.web.Json;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** The answers to {@link Persons} and {@link Person}. */
final class PersonAnswers {
  private static final String RAW = "raw";
  private static final String EACH_EVENT =
      "Only events hold what each person did, and their values.";

  private PersonAnswers() {}

  static Answer persons(Asking asking, Persons query) {
    List<Row> rows =
        asking.run(
            new PersonsSql(asking.lake()).compile(asking.projectId(), query, asking.rolled()));
    List<Answer.PersonSeen> persons =
        rows.stream().limit(query.limit()).map(row -> seen(row, query.fields().size())).toList();
    String next = null;
    if (rows.size() > query.limit()) {
      Row last = rows.get(query.limit() - 1);
      next = new Cursor(last.instant(2), 0, last.text(0)).text();
    }
    return new Answer.PersonList(asking.receipt(RAW, EACH_EVENT), persons, next);
  }

  private static Answer.PersonSeen seen(Row row, int fields) {
    return new Answer.PersonSeen(
        row.text(0),
        row.instant(1).toString(),
        row.instant(2).toString(),
        row.number(3),
        IntStream.range(4, 4 + fields).mapToObj(row::text).toList());
  }

  static Answer person(Asking asking, Person query) {
    ProfileSql sql =
        new ProfileSql(new LakeScope(asking.lake(), asking.projectId(), asking.rolled()));
    List<Row> known = asking.run(sql.ids(query));
    String personId = known.getFirst().text(0);
    List<String> ids = ids(known);
    Row profile = asking.run(sql.profile(query, ids)).getFirst();
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    asking
        .run(sql.properties(query, ids))
        .forEach(row -> properties.set(row.text(0), tree(row.text(1))));
    List<Row> events = asking.run(sql.timeline(query, ids));
    String next = null;
    if (events.size() > query.limit()) {
      Row last = events.get(query.limit() - 1);
      next = new Cursor(last.instant(1), (int) last.number(2), last.text(0)).text();
    }
    return new Answer.PersonProfile(
        asking.receipt(RAW, EACH_EVENT),
        personId,
        ids,
        time(profile, 0),
        time(profile, 1),
        profile.number(2),
        profile.text(3),
        profile.text(4),
        profile.text(5),
        profile.text(6),
        properties,
        events.stream().limit(query.limit()).map(PersonAnswers::event).toList(),
        next);
  }

  private static List<String> ids(List<Row> known) {
    if (known.size() > ProfileSql.MAX_IDS) {
      throw new ProblemException(
          ProblemType.QUERY_TOO_LARGE,
          "The person has more than %d ids.".formatted(ProfileSql.MAX_IDS));
    }
    List<String> ids = new ArrayList<>();
    Row first = known.getFirst();
    if (!Boolean.TRUE.equals(first.values().get(2))) {
      ids.add(first.text(0));
    }
    known.stream()
        .map(row -> row.text(1))
        .filter(id -> id != null && !ids.contains(id))
        .forEach(ids::add);
    return ids;
  }

  private static Answer.PersonEvent event(Row row) {
    return new Answer.PersonEvent(
        row.text(0),
        row.instant(1).toString(),
        row.text(3),
        row.text(4),
        row.text(5),
        row.text(6),
        row.text(7),
        row.text(8),
        row.text(9),
        row.text(10),
        row.text(11),
        row.text(12),
        tree(row.text(13)));
  }

  private static String time(Row row, int column) {
    Instant time = row.instant(column);
    return time == null ? null : time.toString();
  }

  private static JsonNode tree(String json) {
    try {
      return json == null ? JsonNodeFactory.instance.nullNode() : Json.mapper().readTree(json);
    } catch (JsonProcessingException notJson) {
      return JsonNodeFactory.instance.textNode(json);
    }
  }
}
