package metricflow.tests.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import metricflow.event.DerivedEventId;
import metricflow.event.EventNames;

/** Plays one visit of one visitor: which pages, how long, and how far down the funnel. */
final class SessionScript {
  /** The funnel's third step. */
  static final String SIGN_UP = "sign_up";

  /** The funnel's last step. */
  static final String PURCHASE = "purchase";

  private static final double MEAN_THINK_MILLIS = 9_000;
  private static final double MAX_THINK_MILLIS = 240_000;

  private final Visitor visitor;
  private final RandomGenerator random;
  private final List<SimulatedEvent> events = new ArrayList<>();
  private final Source source;
  private long clock;
  private String page;

  private SessionScript(Visitor visitor, long start, RandomGenerator random) {
    this.visitor = visitor;
    this.random = random;
    this.source = visitor.signedUp() ? Source.NONE : World.source(random);
    this.clock = start;
  }

  /**
   * The events of a visit, in order of time; the visitor is afterwards as they leave it.
   *
   * @param start epoch milliseconds
   */
  static List<SimulatedEvent> play(Visitor visitor, long start, RandomGenerator random) {
    SessionScript script = new SessionScript(visitor, start, random);
    script.play();
    return script.events;
  }

  private void play() {
    view(
        random.nextDouble() < (visitor.signedUp() ? 0.4 : 0.72)
            ? World.LANDING
            : World.page(random));
    if (random.nextDouble() < World.bounce(visitor)) {
      return;
    }
    browse();
    if (random.nextDouble() >= World.pricing(visitor)) {
      return;
    }
    view(World.PRICING);
    if (!visitor.signedUp() && random.nextDouble() < World.signUp(visitor)) {
      signUp();
    }
    if (visitor.signedUp() && random.nextDouble() < World.purchase(visitor)) {
      purchase();
    }
  }

  private void browse() {
    while (random.nextDouble() < 0.74) {
      if (random.nextDouble() < 0.45) {
        String button = World.button(random);
        record(EventNames.CLICK, Map.of("element", "button", "text", button));
      }
      view(World.page(random));
    }
  }

  private void signUp() {
    record(EventNames.CLICK, Map.of("element", "link", "text", "Start free"));
    view("/signup");
    record(EventNames.FORM_SUBMIT, Map.of("form", "signup"));
    Plan plan = World.plan(random);
    visitor.signUp(plan);
    record(EventNames.IDENTIFY, Map.of(), Map.of("plan", plan.name()), 40);
    String method = random.nextDouble() < 0.6 ? "email" : "google";
    record(SIGN_UP, Map.of("method", method, "plan", plan.name()), Map.of(), 15);
  }

  private void purchase() {
    Plan bought = visitor.plan();
    while (bought.price() == 0) {
      bought = World.plan(random);
    }
    view("/checkout");
    record(EventNames.FORM_SUBMIT, Map.of("form", "checkout"));
    visitor.subscribe(bought);
    boolean yearly = random.nextDouble() < 0.22;
    Map<String, Object> sale =
        Map.of(
            "product",
            bought.name() + (yearly ? "-yearly" : "-monthly"),
            "amount",
            bought.price() * (yearly ? 10 : 1),
            "currency",
            visitor.country().currency());
    record(PURCHASE, sale, Map.of("plan", bought.name()), 600);
  }

  private void view(String shown) {
    page = shown;
    record(EventNames.PAGE_VIEW, Map.of("load_ms", 120 + random.nextInt(900)));
  }

  private void record(String event, Map<String, Object> properties) {
    double think = -Math.log1p(-random.nextDouble()) * MEAN_THINK_MILLIS;
    long pause = (long) Math.min(MAX_THINK_MILLIS, 400 + think);
    record(event, properties, Map.of(), events.isEmpty() ? 0 : pause);
  }

  private void record(
      String event,
      Map<String, Object> properties,
      Map<String, Object> userProperties,
      long pauseMillis) {
    clock += pauseMillis;
    int sequence = visitor.act(clock, random);
    events.add(
        new SimulatedEvent(
            DerivedEventId.of(visitor.session(), sequence, clock, 0),
            event,
            visitor.distinctId(),
            visitor.session().toString(),
            sequence,
            clock,
            visitor,
            page,
            source,
            visitor.plan() == null ? null : visitor.plan().name(),
            new TreeMap<>(properties),
            new TreeMap<>(userProperties)));
  }
}
