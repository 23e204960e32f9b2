package metricflow.jobs.promotion;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import metricflow.config.Config;
import metricflow.jobs.Flags;
import metricflow.jobs.Job;
import metricflow.jobs.JobDefinition;
import metricflow.jobs.JobDefinition.Flag;
import metricflow.jobs.JobFailedException;
import metricflow.jobs.JobReport;
import metricflow.jobs.Lake;
import metricflow.jobs.Progress;
import metricflow.jobs.Promotions;
import metricflow.jobs.QueryApi;
import metricflow.jobs.UsageException;
import metricflow.promotion.Promotion;
import metricflow.promotion.Property;
import metricflow.promotion.PropertyKind;
import metricflow.table.Tables;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** Decides which properties have columns, and writes it down where it differs from what is. */
public final class PromoteJob implements Job {
  private static final String USE = "--use";
  private static final String PROJECT = "--project";
  private static final String PROPERTY = "--property";
  private static final String KIND = "--kind";
  private static final String FEWEST_QUESTIONS = "--fewest-questions";
  private static final String FEWEST_EVENTS = "--fewest-events";
  private static final int FEWEST_QUESTIONS_DEFAULT = 10;
  private static final int FEWEST_EVENTS_DEFAULT = 100_000;
  private static final String IDENTITY = "promote";

  private final Decision decision;
  private final boolean dryRun;

  /** Finds the columns each project shall have, for those that shall have others than now. */
  @FunctionalInterface
  interface Decision {
    /** Properties by kind and column, by project. */
    SortedMap<Integer, Map<PropertyKind, Map<Integer, Property>>> decide(
        Lake lake, Progress progress, Promotions current);
  }

  PromoteJob(Decision decision, boolean dryRun) {
    this.decision = decision;
    this.dryRun = dryRun;
  }

  /** How the command line starts it. */
  public static JobDefinition definition() {
    return new JobDefinition(
        "promote",
        "Gives the properties that questions use most columns of their own; compact fills them.",
        List.of(
            Flag.optional(USE, "FILE", "an answer of /v1/admin/property-use; default: ask the API"),
            Flag.optional(PROJECT, "ID", "with --property: promote it whatever its use"),
            Flag.optional(PROPERTY, "NAME", "properties.NAME or user_properties.NAME"),
            Flag.optional(KIND, "KIND", "with --property: text or number; default: text"),
            Flag.optional(
                FEWEST_QUESTIONS,
                "N",
                "questions in 30 days that make a property hot; default: "
                    + FEWEST_QUESTIONS_DEFAULT),
            Flag.optional(
                FEWEST_EVENTS,
                "N",
                "events rolled up that make a project large; default: " + FEWEST_EVENTS_DEFAULT),
            JobDefinition.DRY_RUN),
        PromoteJob::of);
  }

  private static PromoteJob of(Flags flags, Config config) {
    boolean dryRun = flags.dryRun();
    if (flags.has(PROPERTY)) {
      int project = flags.positiveNumber(PROJECT);
      Property property = Property.of(flags.text(PROPERTY).orElseThrow());
      PropertyKind kind = kind(flags.text(KIND).orElse(PropertyKind.TEXT.json()));
      return new PromoteJob(named(project, property, kind), dryRun);
    }
    long fewestEvents = flags.count(FEWEST_EVENTS, FEWEST_EVENTS_DEFAULT);
    SlotChoice choice = new SlotChoice(flags.count(FEWEST_QUESTIONS, FEWEST_QUESTIONS_DEFAULT));
    return new PromoteJob(
        (lake, progress, current) -> {
          progress.step("asking which properties are used");
          String answer =
              flags
                  .text(USE)
                  .map(file -> QueryApi.kept(Path.of(file), USE))
                  .orElseGet(() -> ObservedUse.ofApi(QueryApi.of(config)));
          return byUse(
              lake,
              progress,
              current,
              ObservedUse.parse(lake.spark(), answer),
              choice,
              fewestEvents);
        },
        dryRun);
  }

  private static PropertyKind kind(String name) {
    try {
      return PropertyKind.named(name);
    } catch (IllegalArgumentException unknown) {
      throw new UsageException("'%s' is '%s'; it must be text or number.", KIND, name);
    }
  }

  /** One property more, whatever its use. */
  static Decision named(int project, Property property, PropertyKind kind) {
    return (lake, progress, current) -> {
      try {
        return changed(
            current, Map.of(project, SlotChoice.with(current.of(project), property, kind)));
      } catch (IllegalStateException full) {
        throw new JobFailedException(full.getMessage(), full);
      }
    };
  }

  /** The most used properties of large projects that the lake has values of. */
  static SortedMap<Integer, Map<PropertyKind, Map<Integer, Property>>> byUse(
      Lake lake,
      Progress progress,
      Promotions current,
      List<PropertyUse> uses,
      SlotChoice choice,
      long fewestEvents) {
    lake.ensure(Tables.EVENTS);
    lake.ensure(Tables.DAILY_METRICS);
    Map<Integer, Map<PropertyKind, Map<Integer, Property>>> chosen = new TreeMap<>();
    Map<Integer, List<PropertyUse>> byProject =
        uses.stream().collect(groupingBy(PropertyUse::projectId, TreeMap::new, toList()));
    byProject.forEach((project, ofProject) -> {
      progress.step("project %d: looking at %d properties".formatted(project, ofProject.size()));
      LakeSample sample = LakeSample.of(lake, project);
      if (sample.events() >= fewestEvents) {
        List<PropertyUse> worth =
            ofProject.stream()
                .filter(use -> sample.isWorthAColumn(use.property(), use.kind()))
                .toList();
        chosen.put(project, choice.choose(current.of(project), worth));
      }
    });
    return changed(current, chosen);
  }

  private static SortedMap<Integer, Map<PropertyKind, Map<Integer, Property>>> changed(
      Promotions current, Map<Integer, Map<PropertyKind, Map<Integer, Property>>> chosen) {
    SortedMap<Integer, Map<PropertyKind, Map<Integer, Property>>> changed = new TreeMap<>(chosen);
    changed
        .entrySet()
        .removeIf(project -> project.getValue().equals(current.of(project.getKey()).slots()));
    return changed;
  }

  @Override
  public JobReport run(Lake lake, Progress progress) {
    Promotions current = Promotions.of(lake);
    SortedMap<Integer, Promotion> changes = new TreeMap<>();
    int number = current.newest();
    for (var change : decision.decide(lake, progress, current).entrySet()) {
      changes.put(change.getKey(), new Promotion(++number, change.getValue()));
    }
    changes.forEach((project, promotion) ->
        progress.say("project %d: %s".formatted(project, describe(promotion))));
    if (!dryRun && !changes.isEmpty()) {
      append(lake, changes, number);
    }
    return report(changes);
  }

  private static String describe(Promotion promotion) {
    return promotion.slots().entrySet().stream()
        .map(kind ->
            kind.getValue().values().stream()
                .map(Property::qualified)
                .collect(joining(", ", kind.getKey().json() + ": ", "")))
        .collect(joining("; "));
  }

  /** One commit, with the last number as its own: of two runs at once one finds it taken. */
  private static void append(Lake lake, SortedMap<Integer, Promotion> changes, int last) {
    SparkSession spark = lake.spark();
    Timestamp now = Timestamp.from(lake.clock().instant());
    List<Row> rows = new ArrayList<>();
    changes.forEach((project, promotion) ->
        promotion
            .slots()
            .forEach((kind, slots) ->
                slots.forEach((slot, property) ->
                    rows.add(
                        RowFactory.create(
                            project,
                            promotion.number(),
                            property.object(),
                            property.name(),
                            kind.json(),
                            slot,
                            now)))));
    lake.appendOnce(
        Tables.PROMOTED_PROPERTIES,
        spark.createDataFrame(rows, Lake.schema(Tables.PROMOTED_PROPERTIES)).coalesce(1),
        IDENTITY,
        last);
    Promotions after = Promotions.of(lake);
    if (!changes.entrySet().stream()
        .allMatch(change -> change.getValue().equals(after.of(change.getKey())))) {
      throw new JobFailedException(
          "Another promotion was written at the same time. Run this one again.");
    }
  }

  private JobReport report(SortedMap<Integer, Promotion> changes) {
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("projects_changed", changes.size());
    figures.put(
        "columns_used",
        changes.values().stream()
            .flatMap(promotion -> promotion.slots().values().stream())
            .mapToInt(Map::size)
            .sum());
    if (changes.isEmpty()) {
      return new JobReport("Promoted properties are those most used: nothing to do.", figures);
    }
    return new JobReport(
        String.format(
            Locale.ROOT,
            "Promoted properties %s for projects %s; compact fills their columns.",
            dryRun ? "would change" : "changed",
            new TreeSet<>(changes.keySet())),
        figures);
  }
}
