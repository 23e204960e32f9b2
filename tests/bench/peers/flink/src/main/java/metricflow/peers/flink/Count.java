package metricflow.peers.flink;

/** Events of a minute with one dimension value, or (without a field) its visitors. */
public final class Count {
  public long minute;
  public String field;
  public long events;
  public String[] visitors;

  /** For Flink. */
  public Count() {}

  Count(long minute, String field, long events, String[] visitors) {
    this.minute = minute;
    this.field = field;
    this.events = events;
    this.visitors = visitors;
  }

  String key() {
    return minute + "|" + field;
  }
}
