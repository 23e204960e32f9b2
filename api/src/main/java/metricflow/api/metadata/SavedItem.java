package metricflow.api.metadata;

import java.time.Instant;
import java.util.Map;

/**
 * An insight, a dashboard or a report.
 *
 * @param definition a JSON object in ASCII: what the item is beside its name
 * @param version counts its changes from 1
 * @param createdBy name of the actor
 * @param updatedBy name of the actor
 */
public record SavedItem(
    String itemId,
    ItemKind kind,
    String name,
    String definition,
    int version,
    Instant createdAt,
    String createdBy,
    Instant updatedAt,
    String updatedBy) {

  /** Which item. */
  public record Ref(ItemKind kind, String itemId) {}

  /** Which this is. */
  public Ref ref() {
    return new Ref(kind, itemId);
  }

  /**
   * What an item is to be.
   *
   * @param uses ids of the items it shows, each with the kind it has to be
   * @param nextRunAt when a report is to be made; null for others and while it is switched off
   */
  public record Draft(
      String name, String definition, Map<String, ItemKind> uses, Instant nextRunAt) {
    /** Keeps its own copy. */
    public Draft {
      uses = Map.copyOf(uses);
    }
  }
}
