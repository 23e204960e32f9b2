package metricflow.api.query;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import metricflow.table.Table;
import metricflow.table.Tables;

/**
 * A state of the lake: the Delta version of each table that an answer was read from.
 *
 * @param tables version by name of the table
 */
public record LakeVersion(@JsonValue SortedMap<String, Long> tables) {
  /** The state at the time of asking, whatever it is. */
  static final LakeVersion CURRENT = new LakeVersion(new TreeMap<>());

  /** Keeps its own copy. */
  public LakeVersion {
    tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
  }

  static LakeVersion of(Map<String, Long> tables) {
    return new LakeVersion(new TreeMap<>(tables));
  }

  /** The state in the member {@code name}, {@link #CURRENT} when there is none. */
  static LakeVersion in(JsonFields fields, String name) {
    if (!fields.has(name)) {
      return CURRENT;
    }
    List<String> known = Tables.all().stream().map(Table::name).toList();
    JsonFields members = fields.object(name).only(known);
    SortedMap<String, Long> tables = new TreeMap<>();
    known.stream()
        .filter(members::has)
        .forEach(table -> tables.put(table, members.wholeNumber(table, 0, Long.MAX_VALUE)));
    return new LakeVersion(tables);
  }

  boolean isCurrent() {
    return tables.isEmpty();
  }
}
