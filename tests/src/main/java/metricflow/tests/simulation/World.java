package metricflow.tests.simulation;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The parameters of the simulated business: who comes, when, from where, and what they want. */
final class World {
  /** The site. */
  static final String HOST = "shop.example";

  /** First page of the funnel. */
  static final String LANDING = "/";

  /** Second page of the funnel. */
  static final String PRICING = "/pricing";

  /** Mean number of events of a session; {@code HistoryCommandTest} holds it to the scripts. */
  static final double EVENTS_PER_SESSION = 4.75;

  /** Visits with a longer pause than this are separate sessions, in milliseconds. */
  static final long SESSION_GAP_MILLIS = 30 * 60_000L;

  private static final Weighted<Country> COUNTRIES =
      Weighted.by(
          Country::weight,
          List.of(
              new Country("US", 31, -6, "USD", 0.44, 1.15),
              new Country("DE", 17, 1, "EUR", 0.40, 1.05),
              new Country("GB", 13, 0, "GBP", 0.47, 1.10),
              new Country("IN", 12, 5, "USD", 0.72, 0.60),
              new Country("FR", 9, 1, "EUR", 0.46, 0.90),
              new Country("BR", 8, -3, "USD", 0.66, 0.70),
              new Country("JP", 6, 9, "JPY", 0.52, 0.85),
              new Country("PL", 4, 1, "EUR", 0.49, 0.95)));

  private static final Weighted<Technology> PHONES =
      Weighted.by(
          Technology::weight,
          List.of(
              new Technology("mobile", "Mobile Safari", "iOS", 46),
              new Technology("mobile", "Chrome Mobile", "Android", 48),
              new Technology("mobile", "Samsung Internet", "Android", 6)));

  private static final Weighted<Technology> COMPUTERS =
      Weighted.by(
          Technology::weight,
          List.of(
              new Technology("desktop", "Chrome", "Windows", 41),
              new Technology("desktop", "Chrome", "Mac OS X", 18),
              new Technology("desktop", "Safari", "Mac OS X", 13),
              new Technology("desktop", "Edge", "Windows", 12),
              new Technology("desktop", "Firefox", "Linux", 5),
              new Technology("desktop", "Firefox", "Windows", 4),
              new Technology("tablet", "Mobile Safari", "iOS", 7)));

  private static final Weighted<Source> SOURCES =
      Weighted.by(
          Source::weight,
          List.of(
              new Source(null, null, null, null, 34),
              new Source("https://www.google.com/", null, null, null, 27),
              new Source("https://www.google.com/", "cpc", "google", "brand", 9),
              new Source("https://news.ycombinator.com/", null, null, null, 5),
              new Source("https://www.linkedin.com/", "social", "linkedin", "autumn-launch", 7),
              new Source("https://github.com/", null, null, null, 6),
              new Source(null, "email", "newsletter", "november-digest", 8),
              new Source("https://duckduckgo.com/", null, null, null, 4)));

  private static final Weighted<Plan> PLANS =
      Weighted.by(
          Plan::weight,
          List.of(new Plan("free", 0, 58), new Plan("pro", 29, 31), new Plan("team", 99, 11)));

  private static final Weighted<String> PAGES =
      Weighted.zipf(
          1.05,
          List.of(
              "/features",
              "/docs",
              "/blog/funnels-that-count-people",
              "/customers",
              "/docs/quickstart",
              "/blog/exactly-once-in-plain-words",
              "/integrations",
              "/about",
              "/docs/api",
              "/changelog",
              "/blog/what-is-an-active-user",
              "/docs/sql",
              "/security",
              "/careers",
              "/docs/sdk",
              "/contact"));

  private static final Weighted<String> BUTTONS =
      Weighted.zipf(
          0.8, List.of("See how it works", "Read the docs", "Watch the demo", "Compare", "Share"));

  /** Arrivals by hour of the visitor's own day. */
  private static final double[] HOURS = {
    2, 1, 1, 1, 1, 2, 4, 6, 9, 11, 12, 11, 9, 10, 11, 11, 10, 9, 8, 8, 9, 9, 7, 4
  };

  private static final Map<DayOfWeek, Double> WEEKDAYS =
      Map.of(
          DayOfWeek.MONDAY, 1.08,
          DayOfWeek.TUESDAY, 1.15,
          DayOfWeek.WEDNESDAY, 1.12,
          DayOfWeek.THURSDAY, 1.08,
          DayOfWeek.FRIDAY, 0.97,
          DayOfWeek.SATURDAY, 0.74,
          DayOfWeek.SUNDAY, 0.86);

  private World() {}

  static Country country(RandomGenerator random) {
    return COUNTRIES.draw(random);
  }

  static Technology technology(Country country, RandomGenerator random) {
    return random.nextDouble() < country.mobileShare()
        ? PHONES.draw(random)
        : COMPUTERS.draw(random);
  }

  static Source source(RandomGenerator random) {
    return SOURCES.draw(random);
  }

  static Plan plan(RandomGenerator random) {
    return PLANS.draw(random);
  }

  static String page(RandomGenerator random) {
    return PAGES.draw(random);
  }

  static String button(RandomGenerator random) {
    return BUTTONS.draw(random);
  }

  /** Hour of the visitor's own day at which a session starts. */
  static int localHour(RandomGenerator random) {
    double sum = 0;
    for (double hour : HOURS) {
      sum += hour;
    }
    double at = random.nextDouble() * sum;
    int hour = 0;
    while (at >= HOURS[hour]) {
      at -= HOURS[hour];
      hour++;
    }
    return hour;
  }

  /** Traffic of a day relative to the mean of its week. */
  static double weekday(LocalDate day) {
    return WEEKDAYS.get(day.getDayOfWeek());
  }

  /** Chance to leave after the first page. */
  static double bounce(Visitor visitor) {
    return visitor.technology().mobile() ? 0.38 : 0.26;
  }

  /** Chance to look at the pricing page in a session. */
  static double pricing(Visitor visitor) {
    return chance(0.52, visitor);
  }

  /** Chance of an anonymous visitor to sign up, once on the pricing page. */
  static double signUp(Visitor visitor) {
    return chance(0.42, visitor);
  }

  /** Chance of a signed-up visitor to buy, once on the pricing page. */
  static double purchase(Visitor visitor) {
    return chance(visitor.plan().price() == 0 ? 0.18 : 0.62, visitor);
  }

  private static double chance(double base, Visitor visitor) {
    double device = visitor.technology().mobile() ? 0.68 : 1.0;
    return Math.min(0.95, base * device * visitor.country().intent());
  }
}
