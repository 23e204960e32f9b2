package metricflow.peers.flink;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import java.io.IOException;
import java.time.Instant;

/** Reads an ISO time. */
final class EpochMicros extends JsonDeserializer<Long> {
  @Override
  public Long deserialize(JsonParser json, DeserializationContext context) throws IOException {
    return Instant.parse(json.getText()).toEpochMilli() * 1_000;
  }
}
