package metricflow.peers.flink;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

/** An event as it lies on the bus, in the form Flink and Jackson take objects. */
public final class Event {
  @JsonProperty("project_id")
  public int projectId;

  public String event;

  @JsonProperty("event_id")
  public String eventId;

  @JsonProperty("distinct_id")
  public String distinctId;

  @JsonProperty("anonymous_id")
  public String anonymousId;

  @JsonProperty("session_id")
  public String sessionId;

  public Integer sequence;

  /** Epoch microseconds. */
  @JsonProperty("event_time")
  @JsonDeserialize(using = EpochMicros.class)
  public long eventTime;

  /** Epoch milliseconds. */
  @JsonProperty("sent_at")
  public long sentAt;

  /** Epoch milliseconds. */
  @JsonProperty("received_at")
  public long receivedAt;

  public String host;
  public String page;
  public String referrer;

  @JsonProperty("utm_source")
  public String utmSource;

  @JsonProperty("utm_medium")
  public String utmMedium;

  @JsonProperty("utm_campaign")
  public String utmCampaign;

  public String country;
  public String device;
  public String browser;
  public String os;
  public String plan;
  public String sdk;

  @JsonRawValue
  @JsonDeserialize(using = JsonText.class)
  public String properties;

  @JsonProperty("user_properties")
  @JsonRawValue
  @JsonDeserialize(using = JsonText.class)
  public String userProperties;

  long minute() {
    return Math.floorDiv(eventTime, 60_000_000L);
  }

  int epochDay() {
    return (int) Math.floorDiv(eventTime, 86_400_000_000L);
  }

  String visitor() {
    return anonymousId == null ? distinctId : anonymousId;
  }
}
