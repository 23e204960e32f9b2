package metricflow.jobs.bench;

import java.util.Deque;
import java.util.SplittableRandom;
import java.util.UUID;
import metricflow.event.DerivedEventId;
import metricflow.event.EventClock;
import metricflow.event.EventIds;
import metricflow.event.EventNames;
import metricflow.jobs.EventRows;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Plays a session of a person and hands out its events as rows of {@code events}. */
final class GeneratedSession {
  private static final int PROJECT = 1;
  private static final long DAY_MILLIS = 86_400_000;

  /** Numbers a person's events may use on one day. */
  private static final int SEQUENCES_OF_A_DAY = 256;

  /** How often a page opens in another tab. */
  private static final double ANOTHER_TAB = 0.05;

  private static final UTF8String PAGE_VIEW = UTF8String.fromString(EventNames.PAGE_VIEW);
  private static final UTF8String CLICK = UTF8String.fromString(EventNames.CLICK);
  private static final UTF8String FORM_SUBMIT = UTF8String.fromString(EventNames.FORM_SUBMIT);
  private static final UTF8String IDENTIFY = UTF8String.fromString(EventNames.IDENTIFY);
  private static final UTF8String SIGN_UP = UTF8String.fromString("sign_up");
  private static final UTF8String ADD_TO_CART = UTF8String.fromString("add_to_cart");
  private static final UTF8String PURCHASE = UTF8String.fromString("purchase");
  private static final UTF8String NOTHING = UTF8String.fromString("{}");

  private final People people;
  private final int firstDay;
  private final int day;
  private final Deque<InternalRow> out;

  private SplittableRandom random;
  private UTF8String anonymousId;
  private UTF8String userId;
  private boolean signedUp;
  private UUID session;
  private UTF8String sessionId;
  private int tab;
  private UTF8String country;
  private int device;
  private int campaign;
  private UTF8String referrer;
  private UTF8String plan;
  private UTF8String page;
  private int sequence;
  private int number;
  private long clock;
  private long wrongBy;
  private long behind;
  private long flushed;
  private long arrived;

  GeneratedSession(People people, int firstDay, int day, Deque<InternalRow> out) {
    this.people = people;
    this.firstDay = firstDay;
    this.day = day;
    this.out = out;
  }

  /**
   * Plays one.
   *
   * @param numberOfDay the person's how manieth of the day, from 0 to 3
   * @param start milliseconds into the day
   */
  void play(int person, int numberOfDay, int start) {
    long lasting = people.of(person);
    int first = people.firstDay(lasting);
    int signUpDay = people.signUpDay(first, lasting);
    boolean signsUp = signUpDay == day && numberOfDay == 0;
    begin(person, lasting, first, start, numberOfDay);
    signedUp = signUpDay < day || (signUpDay == day && numberOfDay > 0);
    plan = signedUp ? Vocabulary.PLANS.draw(People.part(People.mix(lasting, 7, 0))) : null;
    campaign = signedUp ? 0 : Vocabulary.CAMPAIGNS.position(random.nextDouble());
    referrer = random.nextDouble() < 0.45 ? Vocabulary.REFERRERS.draw(random.nextDouble()) : null;
    double eagerness = People.part(People.mix(lasting, 8, 0));

    view(random.nextDouble() < (signedUp ? 0.35 : 0.6) ? Vocabulary.LANDING : anyPage());
    if (!signsUp && random.nextDouble() < 0.3) {
      return;
    }
    browse();
    if (signsUp || random.nextDouble() < 0.15 + 0.25 * eagerness) {
      view(Vocabulary.PRICING);
    }
    if (signsUp) {
      signUp(lasting);
    }
    if (random.nextDouble() < (signedUp ? 0.25 + 0.3 * eagerness : 0.08)) {
      shop(eagerness);
    }
  }

  private void begin(int person, long lasting, int first, int start, int numberOfDay) {
    random = new SplittableRandom(People.mix(people.seed() + numberOfDay, person, day + 1000L));
    long midnight = (firstDay + day) * DAY_MILLIS;
    number = day % 2 * 4 + numberOfDay;
    clock = midnight + start;
    long born = (firstDay + first) * DAY_MILLIS + (lasting >>> 40) % DAY_MILLIS;
    anonymousId =
        EventRows.utf8(
            TimedIds.of(born, People.mix(lasting, 5, 0), People.mix(lasting, 5, 1)).toString());
    userId = UTF8String.fromString("user-" + (100_000_000 + person * 7L));
    session = TimedIds.session(clock + wrongBy(lasting), random.nextLong());
    sessionId = EventRows.utf8(session.toString());
    tab = 0;
    country = Vocabulary.COUNTRIES.draw(People.part(People.mix(lasting, 6, 0)));
    device = Vocabulary.DEVICES.position(People.part(People.mix(lasting, 9, 0)));
    sequence = (day - first) * SEQUENCES_OF_A_DAY + numberOfDay * (SEQUENCES_OF_A_DAY / 4);
    wrongBy = wrongBy(lasting);
    behind = random.nextDouble() < 0.8 ? random.nextInt(-900, 900) : random.nextInt(90_000);
    flushed = 0;
  }

  /** One device in fifty shows a time that is wrong by minutes: as many steps of the correction. */
  private static long wrongBy(long lasting) {
    double part = People.part(People.mix(lasting, 10, 0));
    return part < 0.98 ? 0 : ((long) (part * 1e6) % 25 - 12) * EventClock.STEP_MILLIS;
  }

  private UTF8String anyPage() {
    return Vocabulary.PAGES.draw(random.nextDouble());
  }

  private void browse() {
    for (int i = 0; i < 30 && random.nextDouble() < 0.76; i++) {
      if (random.nextDouble() < 0.5) {
        act();
      } else {
        view(anyPage());
      }
    }
  }

  private void act() {
    UTF8String action = Vocabulary.ACTIONS.draw(random.nextDouble());
    record(
        action,
        switch (action.toString()) {
          case "click" ->
              "{\"element\":\"button\",\"text\":\""
                  + Vocabulary.BUTTONS.draw(random.nextDouble())
                  + "\"}";
          case "search" ->
              "{\"query\":\""
                  + Vocabulary.WORDS.draw(random.nextDouble())
                  + "\",\"results\":"
                  + random.nextInt(200)
                  + "}";
          case "item_viewed", "wishlist_added" -> item();
          case "video_play", "video_end" -> "{\"seconds\":" + random.nextInt(600) + "}";
          case "error_shown" -> "{\"code\":" + (400 + random.nextInt(30)) + "}";
          default -> null;
        });
  }

  private String item() {
    return "{\"product\":\""
        + Vocabulary.PRODUCTS.draw(random.nextDouble())
        + "\",\"price\":"
        + amount(5, 200)
        + "}";
  }

  /** An amount of money with two digits after the point. */
  private String amount(int least, int range) {
    int cents = random.nextInt(100);
    return (least + random.nextInt(range)) + (cents < 10 ? ".0" : ".") + cents;
  }

  private void signUp(long lasting) {
    record(CLICK, "{\"element\":\"link\",\"text\":\"Start free\"}");
    view(Vocabulary.SIGN_UP_PAGE);
    record(FORM_SUBMIT, "{\"form\":\"signup\"}");
    signedUp = true;
    plan = Vocabulary.PLANS.draw(People.part(People.mix(lasting, 7, 0)));
    record(IDENTIFY, null, "{\"plan\":\"" + plan + "\"}");
    record(
        SIGN_UP, random.nextDouble() < 0.6 ? "{\"method\":\"email\"}" : "{\"method\":\"google\"}");
  }

  private void shop(double eagerness) {
    int items = 1 + random.nextInt(3);
    for (int i = 0; i < items; i++) {
      record(ADD_TO_CART, item());
    }
    view(Vocabulary.CART);
    if (random.nextDouble() < 0.3 + 0.4 * eagerness) {
      view(Vocabulary.CHECKOUT);
      record(FORM_SUBMIT, "{\"form\":\"checkout\"}");
      record(
          PURCHASE,
          "{\"amount\":"
              + amount(9, 300)
              + ",\"currency\":\""
              + (random.nextDouble() < 0.5 ? "EUR" : "USD")
              + "\",\"items\":"
              + items
              + "}");
    }
  }

  private void view(UTF8String shown) {
    page = shown;
    if (random.nextDouble() < ANOTHER_TAB) {
      tab = tab == 0 ? random.nextInt(1, DerivedEventId.TABS) : 0;
    }
    record(PAGE_VIEW, "{\"load_ms\":" + (120 + random.nextInt(900)) + "}");
  }

  private void record(UTF8String event, String properties) {
    record(event, properties, null);
  }

  private void record(UTF8String event, String properties, String userProperties) {
    double think = -Math.log1p(-random.nextDouble()) * 12_000;
    // A place of its own for each of a person's sessions, so that no two events are at one instant.
    clock = ((clock + (long) Math.min(300_000, 400 + think)) >> 3 << 3) + number;
    if (clock > flushed) {
      flushed = clock + random.nextInt(1_000, 5_000);
      arrived = flushed + random.nextInt(20, 400) + behind;
    }
    long received = Math.max(clock, arrived);
    out.add(
        new GenericInternalRow(
            new Object[] {
              PROJECT,
              clock * 1_000,
              event,
              signedUp ? userId : anonymousId,
              anonymousId,
              sessionId,
              EventIds.bytes(DerivedEventId.of(session, sequence, clock + wrongBy, tab)),
              sequence++,
              (clock + wrongBy) * 1_000,
              (flushed + wrongBy) * 1_000,
              received * 1_000,
              Vocabulary.HOST,
              page,
              referrer,
              Vocabulary.SOURCES.text(campaign),
              Vocabulary.MEDIUMS.text(campaign),
              Vocabulary.CAMPAIGNS.text(campaign),
              country,
              Vocabulary.DEVICES.text(device),
              Vocabulary.BROWSERS.text(device),
              Vocabulary.SYSTEMS.text(device),
              plan,
              Vocabulary.SDK,
              properties == null ? NOTHING : UTF8String.fromString(properties),
              userProperties == null ? null : UTF8String.fromString(userProperties),
              EventRows.epochDay(clock)
            }));
  }
}
