package metricflow.promotion;

import java.util.Locale;
import metricflow.table.ColumnType;

/** What a promoted column holds of a property's value. */
public enum PropertyKind {
  /** The value as text, as questions see it. */
  TEXT(8, ColumnType.STRING),
  /** The number that Java reads from the text; null where it reads none; perhaps not finite. */
  NUMBER(4, ColumnType.DOUBLE);

  private final int slots;
  private final ColumnType type;

  PropertyKind(int slots, ColumnType type) {
    this.slots = slots;
    this.type = type;
  }

  /** Columns of this kind, so properties of a project that can be promoted as such. */
  public int slots() {
    return slots;
  }

  /** Type of the columns. */
  public ColumnType type() {
    return type;
  }

  /** Its name in tables and JSON. */
  public String json() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of this name. */
  public static PropertyKind named(String json) {
    return valueOf(json.toUpperCase(Locale.ROOT));
  }

  /** The column of {@code events} with this number, from 1. */
  public String column(int slot) {
    if (slot < 1 || slot > slots) {
      throw new IllegalArgumentException("no %s slot %d".formatted(json(), slot));
    }
    return "promoted_" + json() + "_" + slot;
  }
}
