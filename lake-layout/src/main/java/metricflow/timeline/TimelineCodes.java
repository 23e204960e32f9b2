package metricflow.timeline;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import metricflow.event.EventNames;

/**
 * The dictionary of one project's timelines: which code stands for what.
 *
 * <p>A code stands for an event name, or for the page views of one page. Codes are given in the
 * order in which things are first seen, from 1, and are never taken back, so timelines of all times
 * are read with one dictionary. When the codes, or those for pages, are used up, what comes later
 * shares one: a page view that of page views without a page, any other event {@link #OTHER}. So
 * either all events of a name have its code or none has, and the same goes for pages.
 */
public final class TimelineCodes {
  /** The code of all events that have none of their own. */
  public static final int OTHER = 0;

  /** The highest code of a project. */
  public static final int MAX_CODE = 65_535;

  /** How many pages of a project have a code of their own. */
  public static final int MAX_PAGES = 10_000;

  /**
   * What a code stands for.
   *
   * @param event event name
   * @param page path of the page, only in page views; null for views without one and for those of
   *     all pages without a code of their own
   */
  public record Meaning(String event, String page) implements Serializable {
    /** What an event is to a timeline: the page matters in page views only. */
    public static Meaning of(String event, String page) {
      return new Meaning(event, event.equals(EventNames.PAGE_VIEW) ? page : null);
    }

    private Meaning withoutPage() {
      return new Meaning(event, null);
    }
  }

  private final GivenCodes<Meaning> codes;
  private long pages;

  /** The dictionary with the codes given so far. */
  public TimelineCodes(Map<Meaning, Integer> given) {
    codes = new GivenCodes<>(given, MAX_CODE);
    pages = given.keySet().stream().filter(meaning -> meaning.page() != null).count();
  }

  /**
   * Gives codes to what has none and may have one.
   *
   * @param seen in the order in which codes are to be given; low codes are the shortest
   * @return the codes given now
   */
  public Map<Meaning, Integer> assign(List<Meaning> seen) {
    Map<Meaning, Integer> added = new LinkedHashMap<>();
    for (Meaning meaning : seen) {
      if (meaning.page() != null) {
        // Before its pages: what finds no room falls back to it.
        codes.give(meaning.withoutPage(), added);
        if (pages >= MAX_PAGES) {
          continue;
        }
      }
      if (codes.give(meaning, added) && meaning.page() != null) {
        pages++;
      }
    }
    return added;
  }

  /** The code of what happened. */
  public int of(Meaning meaning) {
    Integer code = codes.of(meaning);
    if (code == null && meaning.page() != null) {
      code = codes.of(meaning.withoutPage());
    }
    return code == null ? OTHER : code;
  }

  /**
   * The bit of a code in an event mask, the OR of the bits of all codes of a timeline. Codes 64
   * apart share one: a mask without the bit says that the code is not there, one with it that it
   * may be.
   */
  public static long maskBit(int code) {
    return 1L << (code & 63);
  }
}
