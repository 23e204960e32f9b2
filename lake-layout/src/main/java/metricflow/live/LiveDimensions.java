package metricflow.live;

import java.util.List;
import metricflow.event.Dimension;

/** What is counted per minute. */
public final class LiveDimensions {
  private static final List<Dimension> ALL =
      List.of(Dimension.EVENT, Dimension.PAGE, Dimension.COUNTRY, Dimension.DEVICE, Dimension.PLAN);

  private LiveDimensions() {}

  /** The dimensions, in no particular order. */
  public static List<Dimension> all() {
    return ALL;
  }

  /** Field of a minute's hash. */
  public static String field(Dimension dimension, String value) {
    return dimension.column() + LiveKeys.FIELD_SEPARATOR + value;
  }
}
