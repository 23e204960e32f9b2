package metricflow.jobs.backfill;

import java.util.List;
import metricflow.event.EventFields;

/** One event of another tool while it is read: takes what it knows, leaves the rest. */
interface ForeignEvent {

  /** Takes a member of the event itself; others are passed over. */
  void member(String name, String text);

  /**
   * Takes a property.
   *
   * @param text a text, number or flag as written; null for null
   * @return false when it stays a property
   */
  boolean property(String name, String text);

  /** Takes a property that is a list of texts. */
  void list(String name, List<String> texts);

  /** The field of an event that a property with an object as its value is, or null. */
  String object(String name);

  /** Fills in the fields when all has been read. */
  void finish(EventFields event);
}
