package metricflow.api.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.FilterFields;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** The members of {@link Trends} and {@link Segmentation}. */
final class TrendsFields {
  private TrendsFields() {}

  static Segmentation segmentation(JsonFields fields) {
    QueryParser.only(fields, "time_zone", "filter", "series", "formulas", "breakdown", "limit");
    return segmentation(fields, PeriodFields.period(fields));
  }

  static Trends trends(JsonFields fields) {
    QueryParser.only(
        fields,
        "time_zone",
        "interval",
        "filter",
        "series",
        "formulas",
        "breakdown",
        "limit",
        "rolling",
        "cumulative",
        "compare");
    Interval interval = PeriodFields.interval(fields, Interval.names());
    Period period = PeriodFields.period(fields, interval);
    int window =
        fields.has("rolling") ? (int) fields.wholeNumber("rolling", 1, Trends.MAX_WINDOW) : 1;
    boolean cumulative = fields.has("cumulative") && fields.flag("cumulative");
    boolean compare =
        fields.has("compare") && !fields.oneOf("compare", List.of("previous_period")).isEmpty();
    if (cumulative && window > 1) {
      throw contradiction(fields, "rolling", "'cumulative'");
    }
    if (compare && (cumulative || window > 1)) {
      throw contradiction(fields, "compare", "'cumulative' or 'rolling'");
    }
    if (!interval.ofDays() && (cumulative || window > 1)) {
      throw contradiction(
          fields, "interval", "'cumulative' or 'rolling' unless it is day, week or month");
    }
    return new Trends(segmentation(fields, period), interval, window, cumulative, compare);
  }

  private static ProblemException contradiction(JsonFields fields, String name, String with) {
    return new ProblemException(
        ProblemType.QUERY_INVALID,
        "'%s' cannot be asked together with %s.".formatted(fields.at(name), with));
  }

  private static Segmentation segmentation(JsonFields fields, Period period) {
    List<Series> series =
        fields.objects("series", 1, Segmentation.MAX_SERIES).stream()
            .map(TrendsFields::series)
            .toList();
    return new Segmentation(
        period,
        FilterFields.filter(fields, "filter"),
        series,
        formulas(fields, series.size()),
        FilterFields.fields(fields, "breakdown", Segmentation.MAX_BREAKDOWN),
        fields.has("limit")
            ? (int) fields.wholeNumber("limit", 1, Segmentation.MAX_LIMIT)
            : Segmentation.DEFAULT_LIMIT);
  }

  private static List<Formula> formulas(JsonFields fields, int series) {
    if (!fields.has("formulas")) {
      return List.of();
    }
    List<String> texts =
        fields.texts("formulas", 1, Segmentation.MAX_FORMULAS, FormulaParser.MAX_LENGTH);
    List<Formula> formulas = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      formulas.add(
          FormulaParser.parse(texts.get(i), "%s[%d]".formatted(fields.at("formulas"), i), series));
    }
    return formulas;
  }

  private static Series series(JsonFields fields) {
    Measure.Name measure =
        fields.has("measure")
            ? Measure.Name.valueOf(
                fields.oneOf("measure", Measure.Name.all()).toUpperCase(Locale.ROOT))
            : Measure.Name.COUNT;
    return new Series(
        PeriodFields.events(fields),
        switch (measure) {
          case COUNT -> without(fields, new Measure.Count());
          case UNIQUES -> without(fields, new Measure.Uniques());
          case PER_USER -> without(fields, new Measure.PerUser());
          case SUM -> new Measure.Sum(number(fields));
          case AVG -> new Measure.Average(number(fields));
          case MIN -> new Measure.Least(number(fields));
          case MAX -> new Measure.Greatest(number(fields));
          case PERCENTILE -> {
            fields.only(List.of("event", "filter", "measure", "property", "percentile"));
            double percentile = fields.number("percentile");
            if (percentile <= 0 || percentile > 100) {
              throw new ProblemException(
                  ProblemType.QUERY_INVALID,
                  "'%s' is %s; it must be above 0 and at most 100."
                      .formatted(fields.at("percentile"), percentile));
            }
            yield new Measure.Percentile(FilterFields.field(fields, "property"), percentile);
          }
        });
  }

  private static Measure without(JsonFields fields, Measure measure) {
    fields.only(List.of("event", "filter", "measure"));
    return measure;
  }

  private static Field number(JsonFields fields) {
    fields.only(List.of("event", "filter", "measure", "property"));
    return FilterFields.field(fields, "property");
  }
}
