package metricflow.tests.simulation;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;

/** Writes the visits of past days as a history file. The same arguments give the same bytes. */
final class HistoryCommand {
  private static final double GROWTH_PER_DAY = 0.008;
  private static final double DAY_NOISE = 0.05;

  private final Instant from;
  private final Instant until;
  private final long eventsPerDay;
  private final RandomGenerator random;
  private final Population population = new Population();

  /**
   * A history that ends at {@code until}.
   *
   * @param days length
   * @param eventsPerDay mean over all days, approximately
   */
  HistoryCommand(Instant until, int days, long eventsPerDay, long seed) {
    this.until = until;
    this.from = until.minus(Duration.ofDays(days));
    this.eventsPerDay = eventsPerDay;
    this.random = new SplittableRandom(seed);
  }

  private record Arrival(long time, Country country) {}

  /** Writes the file, gzip-compressed when its name says so, and returns the number of events. */
  long write(Path file) throws IOException {
    try (OutputStream out = open(file)) {
      return write(out);
    }
  }

  private static OutputStream open(Path file) throws IOException {
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    return file.toString().endsWith(".gz") ? new GZIPOutputStream(out, 1 << 16) : out;
  }

  long write(OutputStream out) throws IOException {
    long written = 0;
    try (JsonGenerator lines = EventJson.lines(out)) {
      LocalDate last = LocalDate.ofInstant(until, ZoneOffset.UTC);
      LocalDate day = LocalDate.ofInstant(from, ZoneOffset.UTC);
      for (int index = 0; !day.isAfter(last); index++, day = day.plusDays(1)) {
        for (Arrival arrival : arrivals(day, index)) {
          written += visit(arrival, lines);
        }
      }
      if (written > 0) {
        lines.writeRaw('\n');
      }
    }
    return written;
  }

  private int visit(Arrival arrival, JsonGenerator lines) throws IOException {
    Visitor visitor = population.arrival(arrival.country(), arrival.time(), random);
    int written = 0;
    for (SimulatedEvent event : SessionScript.play(visitor, arrival.time(), random)) {
      if (event.time() < until.toEpochMilli()) {
        EventJson.write(event, lines);
        written++;
      }
    }
    return written;
  }

  private List<Arrival> arrivals(LocalDate day, int index) {
    double halfway = Duration.between(from, until).toDays() / 2.0;
    double trend = 1 + GROWTH_PER_DAY * (index - halfway);
    double noise = 1 + DAY_NOISE * (2 * random.nextDouble() - 1);
    double sessions = eventsPerDay / World.EVENTS_PER_SESSION * World.weekday(day) * trend * noise;
    long midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < sessions; i++) {
      Country country = World.country(random);
      int hour = Math.floorMod(World.localHour(random) - country.utcOffsetHours(), 24);
      long time = midnight + hour * 3_600_000L + random.nextInt(3_600_000);
      if (time >= from.toEpochMilli() && time < until.toEpochMilli()) {
        arrivals.add(new Arrival(time, country));
      }
    }
    arrivals.sort(Comparator.comparingLong(Arrival::time));
    return arrivals;
  }
}
