package metricflow.trino.timeline;

import io.airlift.slice.Slice;
import metricflow.timeline.CodeKinds;

/**
 * What events are to a question by their codes and contexts: a mask and a group. Events that are
 * the same to it have one number, their meaning; 0 is that of those without a mask.
 */
final class EventMeanings {
  private final ContextMeanings contexts;
  private final CodeKinds kinds;
  private final Meanings meanings = new Meanings();

  /** By the meaning of the code and that of the context: what both mean, and 1; 0 is not known. */
  private final int[] ofBoth;

  private final int ofContexts;
  private final int anyCode;

  /** Of a question. */
  EventMeanings(TimelineQuestion asked) {
    contexts = asked.contexts();
    long[] masks = asked.masks();
    int[] byCode = new int[masks.length];
    for (int code = 0; code < masks.length; code++) {
      byCode[code] =
          masks[code] == 0 ? 0 : meanings.number(masks[code], contexts.groupOfCode(code));
    }
    anyCode = asked.matters() == Matters.LATEST ? meanings.number(-1L, 0) : 0;
    kinds = new CodeKinds(byCode);
    ofContexts = contexts.size();
    ofBoth = new int[Math.multiplyExact(meanings.size(), ofContexts)];
  }

  /** Finds events by what their codes mean. */
  CodeKinds kinds() {
    return kinds;
  }

  /**
   * The meaning of an event.
   *
   * @param ofCode that of its code
   * @param context its context
   */
  int of(int ofCode, int context) {
    int ofContext = contexts.of(context);
    int at = ofCode * ofContexts + ofContext;
    if (ofBoth[at] == 0) {
      long mask = meanings.mask(ofCode) & contexts.mask(ofContext);
      int both = mask == 0 ? 0 : meanings.number(mask, contexts.group(ofContext));
      ofBoth[at] = both + 1;
    }
    return ofBoth[at] - 1;
  }

  /** The meaning of an event where codes are not asked about. */
  int ofContext(int context) {
    return of(anyCode, context);
  }

  /** The mask of events with a meaning. */
  long mask(int meaning) {
    return meanings.mask(meaning);
  }

  /** Their group; 0 is none. */
  int group(int meaning) {
    return meanings.group(meaning);
  }

  /** The name of their group; empty when they are in none. */
  Slice groupName(int meaning) {
    return contexts.names().name(group(meaning));
  }
}
