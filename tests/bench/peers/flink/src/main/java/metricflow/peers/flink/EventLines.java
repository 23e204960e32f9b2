package metricflow.peers.flink;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;

/** Reads the JSON lines of a Kafka record, one or more. */
final class EventLines implements DeserializationSchema<Event> {
  private static final long serialVersionUID = 1L;

  private transient ObjectReader reader;

  @Override
  public void open(InitializationContext context) {
    reader =
        new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .readerFor(Event.class);
  }

  @Override
  public void deserialize(byte[] record, Collector<Event> out) throws IOException {
    int start = 0;
    for (int i = 0; i <= record.length; i++) {
      if (i == record.length || record[i] == '\n') {
        out.collect(reader.readValue(record, start, i - start));
        start = i + 1;
      }
    }
  }

  @Override
  public Event deserialize(byte[] record) throws IOException {
    return reader.readValue(record);
  }

  @Override
  public boolean isEndOfStream(Event event) {
    return false;
  }

  @Override
  public TypeInformation<Event> getProducedType() {
    return TypeInformation.of(Event.class);
  }
}
