package metricflow.problem;

import java.util.Locale;

/** The kinds of error, each with the HTTP status it is answered with and what to do about it. */
public enum ProblemType {
  MALFORMED_JSON(400, "The body is not valid JSON", "Send one JSON object in UTF-8."),
  QUERY_INVALID(400, "The query is not valid", "Correct the named field and ask again."),
  WRITE_KEY_MISSING(
      401, "No write key", "Send it as 'Authorization: Bearer mfw_...' or as 'write_key'."),
  WRITE_KEY_UNKNOWN(401, "The write key is unknown", "Copy the project's write key again."),
  READ_KEY_MISSING(
      401, "No read key", "Send it, or your own token, as 'Authorization: Bearer mfr_...'."),
  READ_KEY_UNKNOWN(401, "The read key is unknown", "Copy the key again, or ask for a new one."),
  ADMIN_KEY_REQUIRED(
      401, "This needs the admin key", "Send it as 'Authorization: Bearer mfa_...'."),
  SCOPE_MISSING(
      403, "The key may not do this", "Use a key with the named scope; an owner can make one."),
  NOT_FOUND(404, "There is nothing here", "See the API's description at /docs."),
  METHOD_NOT_ALLOWED(
      405, "This method is not allowed here", "Use the method the description names."),
  ALREADY_THERE(409, "There is one already", "Change the one there is, or use another name."),
  IN_USE(409, "It is still in use", "Change or delete first what uses it."),
  LAST_OWNER(409, "A project needs an owner", "Make another member an owner first."),
  LIMIT_REACHED(409, "The project has no room for more", "Delete what is no longer used."),
  VERSION_GONE(410, "The lake no longer has this version", "Leave out 'version' and ask again."),
  BODY_INCOMPLETE(408, "The body did not arrive completely", "Send the same batch again."),
  EDIT_CONFLICT(
      412, "It has been changed meanwhile", "Read it again, and send its ETag as If-Match."),
  BODY_TOO_LARGE(413, "The body is too large", "Send smaller batches."),
  EVENT_TOO_LARGE(413, "The event is too large", "Shorten its properties."),
  BATCH_TOO_LARGE(413, "The batch is too large", "Send the remaining events in another batch."),
  ENCODING_UNSUPPORTED(415, "The content encoding is not supported", "Send plain JSON or gzip."),
  BATCH_MISSING(422, "There is no batch of events", "Send the events as the array 'batch'."),
  EVENT_NOT_AN_OBJECT(422, "The event is not a JSON object", "Send each event as an object."),
  EVENT_NAME_MISSING(422, "The event has no name", "Set 'event' to a non-empty string."),
  EVENT_NAME_TOO_LONG(422, "The event's name is too long", "Use a shorter name in 'event'."),
  DISTINCT_ID_MISSING(422, "The event names nobody", "Set 'distinct_id' to a non-empty string."),
  DISTINCT_ID_INVALID(
      422, "The distinct id cannot be one person", "Set 'distinct_id' to the id of one person."),
  ID_TOO_LONG(422, "An id is too long", "Use a shorter id in the named field."),
  EVENT_TIME_INVALID(
      422, "The event's time cannot be read", "Use ISO 8601 with a zone, or epoch milliseconds."),
  EVENT_TIME_TOO_OLD(422, "The event is too old", "Load history with './metricflow job backfill'."),
  FIELD_TYPE_INVALID(422, "A field has the wrong type", "Send the type the description names."),
  QUERY_TOO_LARGE(422, "The query needs too much", "Ask for fewer days, groups or percentiles."),
  NO_EVENT_ACCEPTED(422, "No event was accepted", "Correct the events named in 'results'."),
  PRECONDITION_MISSING(
      428, "The version to change is not named", "Read it, and send its ETag as If-Match."),
  RATE_EXCEEDED(429, "Too many requests", "Wait as long as Retry-After says."),
  INTERNAL(500, "Something went wrong here", "Try again; report the correlation id if it stays."),
  BUS_UNAVAILABLE(503, "Events cannot be stored right now", "Send the same batch again later."),
  METADATA_UNAVAILABLE(503, "Keys cannot be checked right now", "Try again after Retry-After."),
  LIVE_UNAVAILABLE(503, "Live counters are not available", "Try again after Retry-After."),
  LAKE_UNAVAILABLE(503, "The lake cannot be queried right now", "Try again after Retry-After."),
  QUERY_TIMEOUT(504, "The query took too long", "Ask for fewer days or fewer steps.");

  private final int status;
  private final String title;
  private final String remedy;

  ProblemType(int status, String title, String remedy) {
    this.status = status;
    this.title = title;
    this.remedy = remedy;
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** One short sentence, the same for each occurrence. */
  public String title() {
    return title;
  }

  /** What the caller can do. */
  public String remedy() {
    return remedy;
  }

  /** Short stable name, also the reject reason in the lake: {@code event-name-missing}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The {@code type} member of the problem: a reference relative to the API. */
  public String uri() {
    return "/problems/" + slug();
  }
}
