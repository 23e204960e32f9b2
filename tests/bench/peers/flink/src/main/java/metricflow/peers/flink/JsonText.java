package metricflow.peers.flink;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import java.io.IOException;

/** Reads a nested object as its JSON text. */
final class JsonText extends JsonDeserializer<String> {
  @Override
  public String deserialize(JsonParser json, DeserializationContext context) throws IOException {
    return json.readValueAsTree().toString();
  }
}
