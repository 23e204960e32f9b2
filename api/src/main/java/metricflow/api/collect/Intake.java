package metricflow.api.collect;

import java.util.ArrayList;
import java.util.List;
import metricflow.api.metadata.Project;
import metricflow.bus.RejectedEvent;
import metricflow.event.BatchParser.ParsedBatch;
import metricflow.event.Event;

/** What is known of one request so far: each step of the {@link Collector} adds to it. */
final class Intake {
  private final CollectRequest request;
  private final ByteBudget.Lease lease;
  private byte[] body = {};
  private ParsedBatch batch;
  private Project project;
  private final List<Event> accepted = new ArrayList<>();
  private final List<RejectedEvent> rejected = new ArrayList<>();

  Intake(CollectRequest request, ByteBudget.Lease lease) {
    this.request = request;
    this.lease = lease;
  }

  CollectRequest request() {
    return request;
  }

  ByteBudget.Lease lease() {
    return lease;
  }

  /** The body as far as it could be read. */
  byte[] body() {
    return body;
  }

  void body(byte[] read) {
    body = read;
  }

  /** Null until the body has been parsed. */
  ParsedBatch batch() {
    return batch;
  }

  void batch(ParsedBatch parsed) {
    batch = parsed;
  }

  /** Null until the key is known to be good. */
  Project project() {
    return project;
  }

  void project(Project owner) {
    project = owner;
  }

  /** The key as sent, beside the body or in it, or null. */
  String writeKey() {
    if (request.writeKey() != null) {
      return request.writeKey();
    }
    return batch == null ? null : batch.writeKey();
  }

  List<Event> accepted() {
    return accepted;
  }

  List<RejectedEvent> rejected() {
    return rejected;
  }
}
