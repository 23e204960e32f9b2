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

  /** Host and path of an address, where the tool names none of their own. */
  static void address(String url, EventFields event) {
    int scheme = url.indexOf("://");
    if (scheme < 0) {
      return;
    }
    int path = url.indexOf('/', scheme + 3);
    int end = url.length();
    for (char mark : new char[] {'?', '#'}) {
      int at = url.indexOf(mark, scheme + 3);
      end = at >= 0 ? Math.min(end, at) : end;
    }
    event.text("host", url.substring(scheme + 3, path < 0 || path > end ? end : path));
    event.text("page", path < 0 || path > end ? "/" : url.substring(path, end));
  }
}
