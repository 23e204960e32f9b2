package metricflow.jobs;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The days a job was asked to look at.
 *
 * @param from first day, or empty for the beginning
 * @param to last day, or empty for yesterday
 */
public record DayRange(Optional<LocalDate> from, Optional<LocalDate> to) {
  /** The flags that name a range. */
  public static final List<JobDefinition.Flag> FLAGS =
      List.of(
          JobDefinition.Flag.optional("--from", "DATE", "first day (UTC); default: the first one"),
          JobDefinition.Flag.optional("--to", "DATE", "last day (UTC); default: yesterday"));

  /**
   * The range the flags name.
   *
   * @throws UsageException when it ends before it begins
   */
  public static DayRange of(Flags flags) {
    DayRange range = new DayRange(flags.date("--from"), flags.date("--to"));
    if (range.from.isPresent()
        && range.to.isPresent()
        && range.to.get().isBefore(range.from.get())) {
      throw new UsageException(
          "'--to' %s is before '--from' %s.", range.to.get(), range.from.get());
    }
    return range;
  }

  /** Every day before today. */
  public static DayRange closedDays() {
    return new DayRange(Optional.empty(), Optional.empty());
  }

  /** Whether the day belongs to the range, given today. */
  public boolean contains(LocalDate day, LocalDate today) {
    LocalDate last = to.orElse(today.minusDays(1));
    return !day.isAfter(last) && !day.isBefore(from.orElse(LocalDate.MIN));
  }
}
