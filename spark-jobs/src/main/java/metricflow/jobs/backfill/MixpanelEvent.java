package metricflow.jobs.backfill;

import java.time.ZoneId;
import java.util.List;
import metricflow.event.EventFields;
import metricflow.event.EventNames;

/**
 * An event as Mixpanel's raw export writes it: {@code {"event": ..., "properties": {"time": ...,
 * "distinct_id": ..., "$insert_id": ...}}}.
 *
 * <p>Mixpanel knows an event by name, time, distinct id and insert id together; so do we.
 */
final class MixpanelEvent implements ForeignEvent {
  private static final String DEVICE = "$device:";

  private final ZoneId zone;
  private final WebProperties web = new WebProperties();
  private String name;
  private String time;
  private String distinctId;
  private String insertId;
  private String device;
  private String user;
  private String earlierId;
  private String alias;
  private List<String> merged = List.of();

  /**
   * An empty event.
   *
   * @param zone the project's time zone, in which exports of older projects count seconds
   */
  MixpanelEvent(ZoneId zone) {
    this.zone = zone;
  }

  @Override
  public void member(String member, String text) {
    if (member.equals("event")) {
      name = text;
    }
  }

  @Override
  public boolean property(String property, String text) {
    switch (property) {
      case "time" -> time = text;
      case "distinct_id" -> distinctId = text;
      case "$insert_id" -> insertId = text;
      case "$device_id" -> device = text;
      case "$user_id", "$identified_id" -> user = text;
      case "$anon_distinct_id", "$anon_id" -> earlierId = text;
      case "mp_country_code" -> web.country(text);
      case "mp_lib" -> web.library(text);
      case "$mp_api_endpoint", "$mp_api_timestamp_ms", "mp_processing_time_ms" -> {}
      default -> {
        alias = property.equals("alias") ? text : alias;
        return web.take(property, text);
      }
    }
    return true;
  }

  @Override
  public void list(String property, List<String> texts) {
    if (property.equals("$distinct_ids")) {
      merged = texts;
    }
  }

  @Override
  public String object(String property) {
    return null;
  }

  @Override
  public void finish(EventFields event) {
    event.text("event", name);
    event.time(time, zone);
    event.text("distinct_id", distinctId);
    event.text("anonymous_id", device);
    if (insertId != null) {
      event.text("event_id", String.join("|", "mixpanel", name, time, distinctId, insertId));
    }
    identity(event);
    web.finish(event);
  }

  private void identity(EventFields event) {
    if (device != null && distinctId != null && distinctId.equals(DEVICE + device)) {
      event.text("anonymous_id", distinctId);
    }
    switch (name == null ? "" : name) {
      case "$mp_web_page_view" -> event.text("event", EventNames.PAGE_VIEW);
      case EventNames.IDENTIFY -> {
        event.text("distinct_id", user == null ? distinctId : user);
        event.text(
            "anonymous_id",
            earlierId != null ? earlierId : device == null ? null : DEVICE + device);
      }
      case "$create_alias" -> {
        event.text("event", EventNames.ALIAS);
        event.text("distinct_id", alias == null ? distinctId : alias);
        event.text("anonymous_id", distinctId);
      }
      case "$merge" -> {
        event.text("event", EventNames.ALIAS);
        if (merged.size() == 2) {
          event.text("distinct_id", merged.get(0));
          event.text("anonymous_id", merged.get(1));
        }
      }
      default -> {}
    }
  }
}
