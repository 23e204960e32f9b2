package metricflow.streaming.sink;

import metricflow.bus.EventBatch;
import metricflow.event.Event;

/** A row of the events table: an event and the request it came with. */
public record EventRow(EventBatch batch, Event event) {}
