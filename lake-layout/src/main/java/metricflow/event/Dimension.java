package metricflow.event;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The event fields one may filter and break down by: the allow-list of identifiers that may reach
 * SQL. The column's name is the constant's name in lower case.
 */
public enum Dimension {
  EVENT(Event::event),
  HOST(Event::host),
  PAGE(Event::page),
  REFERRER(Event::referrer),
  UTM_SOURCE(Event::utmSource),
  UTM_MEDIUM(Event::utmMedium),
  UTM_CAMPAIGN(Event::utmCampaign),
  COUNTRY(Event::country),
  DEVICE(Event::device),
  BROWSER(Event::browser),
  OS(Event::os),
  PLAN(Event::plan);

  /** Those by which {@code daily_metrics} and {@code hourly_metrics} count, beside the total. */
  public static final List<Dimension> ROLLED_UP =
      List.of(COUNTRY, DEVICE, BROWSER, OS, PLAN, PAGE, EVENT, HOST, UTM_SOURCE);

  private static final Map<String, Dimension> BY_COLUMN =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(Dimension::column, d -> d));

  private final Function<Event, String> value;

  Dimension(Function<Event, String> value) {
    this.value = value;
  }

  /** The dimension with this column name, if there is one. */
  public static Optional<Dimension> of(String column) {
    return Optional.ofNullable(BY_COLUMN.get(column));
  }

  /** Name of the column, JSON field and SQL identifier. */
  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The event's value, or null. */
  public String valueOf(Event event) {
    return value.apply(event);
  }
}
