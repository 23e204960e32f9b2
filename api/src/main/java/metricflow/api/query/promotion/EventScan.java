package metricflow.api.query.promotion;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import metricflow.api.query.SqlStatement;
import metricflow.api.query.filter.FieldSql;
import metricflow.promotion.Promotion;
import metricflow.promotion.PropertyKind;

/**
 * How a statement reads events: rows whose promotion has columns for the properties it needs are
 * read by those columns, the others by their JSON. Either way the values have the same names, so
 * that what is written around the scan does not know. The branches name the promotions of their
 * rows, which lets Trino skip the files of the others and never read a column it does not need.
 */
public final class EventScan {
  /** Reads the table as it is, and every property from JSON. */
  public static final EventScan PLAIN = new EventScan(List.of());

  /** Each branch is a scan; rows of still older promotions are read by their JSON. */
  private static final int MOST_BRANCHES = 3;

  private final List<Branch> branches;
  private final SortedMap<PropertyUse, String> names = new TreeMap<>();

  /** Rows of some promotions, which have the same columns for the same uses. */
  private record Branch(List<Integer> promotions, SortedMap<PropertyUse, String> values) {}

  private EventScan(List<Branch> branches) {
    this.branches = branches;
    branches.stream()
        .flatMap(branch -> branch.values.keySet().stream())
        .distinct()
        .sorted()
        .forEach(use -> names.put(use, "property_" + names.size()));
  }

  /** The scan for a statement that needs {@code uses}, over rows of these promotions and none. */
  static EventScan of(Collection<Promotion> promotions, Collection<PropertyUse> uses) {
    Map<SortedMap<PropertyUse, String>, List<Integer>> byValues = new LinkedHashMap<>();
    promotions.stream()
        .sorted(Comparator.comparingInt(Promotion::number).reversed())
        .forEach(promotion -> {
          SortedMap<PropertyUse, String> values = values(promotion, uses);
          if (!values.isEmpty()
              && (byValues.containsKey(values) || byValues.size() < MOST_BRANCHES)) {
            byValues.computeIfAbsent(values, same -> new ArrayList<>()).add(promotion.number());
          }
        });
    List<Branch> branches = new ArrayList<>();
    byValues.forEach((values, numbers) -> branches.add(new Branch(numbers, values)));
    return branches.isEmpty() ? PLAIN : new EventScan(branches);
  }

  private static SortedMap<PropertyUse, String> values(
      Promotion promotion, Collection<PropertyUse> uses) {
    SortedMap<PropertyUse, String> values = new TreeMap<>();
    for (PropertyUse use : uses) {
      Optional<String> column = promotion.column(use.property(), use.kind());
      if (column.isEmpty() && use.kind() == PropertyKind.NUMBER) {
        column =
            promotion
                .column(use.property(), PropertyKind.TEXT)
                .map("try_cast(%s AS double)"::formatted);
      }
      column.ifPresent(value -> values.put(use, value));
    }
    return values;
  }

  /** Whether the scan reads some property by its column. */
  public boolean isPlain() {
    return branches.isEmpty();
  }

  /** What the value is called in the scan; none when its JSON must be read where it is needed. */
  public Optional<String> name(PropertyUse use) {
    return Optional.ofNullable(names.get(use));
  }

  /**
   * Writes what stands after {@code FROM}.
   *
   * @param table the table in Trino's SQL
   */
  public void write(SqlStatement.Builder sql, String table, int projectId) {
    if (isPlain()) {
      sql.text(table);
      return;
    }
    sql.text("(\n");
    for (Branch branch : branches) {
      select(sql, table, projectId, branch.values);
      sql.text("promotion IN (").values(branch.promotions).text(")\n    UNION ALL\n");
    }
    select(sql, table, projectId, new TreeMap<>());
    sql.text("(promotion IS NULL OR promotion NOT IN (")
        .values(new ArrayList<>(known()))
        .text("))\n  )");
  }

  private void select(
      SqlStatement.Builder sql,
      String table,
      int projectId,
      SortedMap<PropertyUse, String> values) {
    sql.text("    SELECT *");
    names.forEach((use, name) -> {
      sql.text(", ");
      if (values.containsKey(use)) {
        sql.text(values.get(use));
      } else {
        FieldSql.fromJson(sql, use);
      }
      sql.text(" AS " + name);
    });
    sql.text("\n    FROM ").text(table).text("\n    WHERE project_id = ").value(projectId);
    sql.text(" AND ");
  }

  private TreeSet<Integer> known() {
    TreeSet<Integer> known = new TreeSet<>();
    branches.forEach(branch -> known.addAll(branch.promotions));
    return known;
  }

  /** Which properties are read by columns, in a sentence; empty when none is. */
  public String description() {
    return isPlain()
        ? ""
        : " Of %s, columns of their own are read on days compacted since they were promoted, and JSON on the others."
            .formatted(PropertyUse.names(names.keySet()));
  }
}
