package metricflow.jobs.backfill;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import metricflow.event.EventFields;
import metricflow.event.EventNames;

/**
 * An event as PostHog's exports write it: {@code uuid}, {@code event}, {@code distinct_id}, {@code
 * timestamp} and {@code properties}, the last as an object or as its text.
 */
final class PostHogEvent implements ForeignEvent {
  private final ZoneId zone;
  private final WebProperties web = new WebProperties();
  private String uuid;
  private String name;
  private String time;
  private String distinctId;
  private String device;
  private String earlierId;
  private String alias;
  private String session;
  private String host;
  private String page;
  private String deviceType;

  /**
   * An empty event.
   *
   * @param zone of times that name none
   */
  PostHogEvent(ZoneId zone) {
    this.zone = zone;
  }

  @Override
  public void member(String member, String text) {
    switch (member) {
      case "uuid" -> uuid = text;
      case "event" -> name = text;
      case "distinct_id" -> distinctId = text;
      case "timestamp" -> time = text;
      default -> {}
    }
  }

  @Override
  public boolean property(String property, String text) {
    switch (property) {
      case "$device_id" -> device = text;
      case "$anon_distinct_id" -> earlierId = text;
      case "$session_id" -> session = text;
      case "$host" -> host = text;
      case "$pathname" -> page = text;
      case "$lib" -> web.library(text);
      case "$geoip_country_code" -> web.country(text);
      case "$referrer" -> web.referrer("$direct".equals(text) ? null : text);
      case "$device_type" -> deviceType = text;
      case "distinct_id", "token", "$insert_id", "$time" -> {}
      default -> {
        alias = property.equals("alias") ? text : alias;
        return web.take(property, text);
      }
    }
    return true;
  }

  @Override
  public void list(String property, List<String> texts) {}

  @Override
  public String object(String property) {
    return property.equals("$set") ? "user_properties" : null;
  }

  @Override
  public void finish(EventFields event) {
    event.text("event_id", uuid);
    event.text("event", name);
    event.time(time, zone);
    event.text("distinct_id", distinctId);
    event.text("anonymous_id", device);
    switch (name == null ? "" : name) {
      case "$pageview" -> event.text("event", EventNames.PAGE_VIEW);
      case EventNames.IDENTIFY ->
          event.text("anonymous_id", earlierId == null ? device : earlierId);
      case "$create_alias", "$merge_dangerously" -> {
        event.text("event", EventNames.ALIAS);
        event.text("anonymous_id", alias);
      }
      default -> {}
    }
    event.text("session_id", session);
    web.finish(event);
    if (host != null) {
      event.text("host", host);
    }
    if (page != null) {
      event.text("page", page);
    }
    event.text("device", deviceType == null ? null : deviceType.toLowerCase(Locale.ROOT));
  }
}
