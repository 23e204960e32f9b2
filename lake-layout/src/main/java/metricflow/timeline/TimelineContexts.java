package metricflow.timeline;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import metricflow.event.Dimension;

/**
 * The dictionary of one project's contexts: which code stands for where, with what and by whom an
 * event was made.
 *
 * <p>Codes are given as {@link TimelineCodes} gives them. When they are used up, all contexts that
 * come later share {@link #OTHER}.
 */
public final class TimelineContexts {
  /** The code of all contexts that have none of their own. */
  public static final int OTHER = 0;

  /** The highest code of a project. */
  public static final int MAX_CODE = 65_535;

  /**
   * What a context tells, in this order: few values each, most of them the same for all events of a
   * person and day.
   */
  public static final List<Dimension> DIMENSIONS =
      List.of(Dimension.COUNTRY, Dimension.DEVICE, Dimension.BROWSER, Dimension.OS, Dimension.PLAN);

  /**
   * What a code stands for.
   *
   * @param values of {@link #DIMENSIONS}, null where an event has none
   */
  public record Context(List<String> values) implements Serializable {
    /** Keeps its own copy. */
    public Context {
      values = Collections.unmodifiableList(new ArrayList<>(values));
    }
  }

  private final GivenCodes<Context> codes;

  /** The dictionary with the codes given so far. */
  public TimelineContexts(Map<Context, Integer> given) {
    codes = new GivenCodes<>(given, MAX_CODE);
  }

  /**
   * Gives codes to what has none and may have one.
   *
   * @param seen in the order in which codes are to be given; low codes are the shortest
   * @return the codes given now
   */
  public Map<Context, Integer> assign(List<Context> seen) {
    Map<Context, Integer> added = new LinkedHashMap<>();
    seen.forEach(context -> codes.give(context, added));
    return added;
  }

  /** The code of a context. */
  public int of(Context context) {
    Integer code = codes.of(context);
    return code == null ? OTHER : code;
  }
}
