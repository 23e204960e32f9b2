package metricflow.api.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import metricflow.api.query.filter.Field;

/**
 * An answer as a table. Numbers over time: a row for each time, or for each group and time. Other
 * answers: their list of objects, or their lists of equal length side by side.
 */
final class AnswerTable {
  private static final Set<String> RECEIPT =
      Set.of(
          "kind",
          "as_of",
          "rollup_as_of",
          "source",
          "exact",
          "sql",
          "elapsed_ms",
          "bytes_scanned",
          "version",
          "explain");

  private final Map<String, List<JsonNode>> columns = new LinkedHashMap<>();

  private AnswerTable() {}

  static AnswerTable of(JsonNode answer, Query query) {
    AnswerTable table = new AnswerTable();
    switch (query) {
      case Trends trends -> table.groups(answer, trends.what().breakdown());
      case Segmentation segmentation -> table.groups(answer, segmentation.breakdown());
      case DailyActiveUsers users -> table.activeUsers(answer);
      default -> table.any(answer);
    }
    return table;
  }

  private void add(String column, JsonNode value) {
    columns.computeIfAbsent(column, name -> new ArrayList<>()).add(value);
  }

  private void groups(JsonNode answer, List<Field> breakdown) {
    for (JsonNode group : answer.path("groups")) {
      int times = answer.has("times") ? answer.path("times").size() : 1;
      for (int time = 0; time < times; time++) {
        if (answer.has("times")) {
          add("time", answer.path("times").get(time));
        }
        for (int i = 0; i < breakdown.size(); i++) {
          add(breakdown.get(i).text(), group.path("values").path(i));
        }
        if (!breakdown.isEmpty()) {
          add("is_other", group.path("other"));
        }
        for (JsonNode line : group.path("lines")) {
          add(
              line.path("name").textValue(),
              answer.has("times") ? line.path("points").path(time) : line.path("total"));
        }
      }
    }
  }

  private void activeUsers(JsonNode answer) {
    answer.path("dates").forEach(date -> add("date", date));
    answer.path("total").forEach(users -> add("total", users));
    for (JsonNode series : answer.path("series")) {
      series
          .path("users")
          .forEach(users -> add("users of " + series.path("value").asText(), users));
    }
  }

  private void any(JsonNode answer) {
    for (Map.Entry<String, JsonNode> member : answer.properties()) {
      JsonNode list = member.getValue();
      if (!RECEIPT.contains(member.getKey()) && list.isArray() && list.path(0).isObject()) {
        list.forEach(row -> row.properties().forEach(cell -> add(cell.getKey(), cell.getValue())));
        return;
      }
    }
    for (Map.Entry<String, JsonNode> member : answer.properties()) {
      if (!RECEIPT.contains(member.getKey()) && member.getValue().isArray()) {
        member.getValue().forEach(value -> add(member.getKey(), value));
      }
    }
  }

  void rows(RowSink sink) {
    List<RowSink.Column> named = new ArrayList<>();
    columns.forEach((name, values) -> named.add(new RowSink.Column(name, type(values))));
    sink.columns(named);
    int rows = columns.values().stream().mapToInt(List::size).max().orElse(0);
    for (int row = 0; row < rows; row++) {
      List<Object> values = new ArrayList<>();
      for (RowSink.Column column : named) {
        List<JsonNode> all = columns.get(column.name());
        values.add(row < all.size() ? value(all.get(row), column.type()) : null);
      }
      sink.row(new Row(values));
    }
  }

  private static String type(List<JsonNode> values) {
    if (values.stream().allMatch(value -> value.isIntegralNumber())) {
      return "bigint";
    } else if (values.stream().allMatch(value -> value.isNumber() || value.isNull())) {
      return "double";
    }
    return values.stream().allMatch(JsonNode::isBoolean) ? "boolean" : "varchar";
  }

  private static Object value(JsonNode value, String type) {
    if (value.isNull() || value.isMissingNode()) {
      return null;
    }
    return switch (type) {
      case "bigint" -> value.longValue();
      case "double" -> value.doubleValue();
      case "boolean" -> value.booleanValue();
      default -> value.isTextual() ? value.textValue() : value.toString();
    };
  }
}
