package metricflow.tests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;

/** Prints what JMH measured: a line for each step, an event the unit. */
public final class MicroFigures {
  private MicroFigures() {}

  /** Takes the JSON files that JMH wrote. */
  public static void main(String[] files) throws IOException {
    ObjectMapper json = new ObjectMapper();
    System.out.printf("%n%-26s %14s %8s %12s%n", "step", "events/s", "±", "B an event");
    for (String file : files) {
      for (JsonNode result : json.readTree(new File(file))) {
        JsonNode speed = result.path("primaryMetric");
        JsonNode memory = result.path("secondaryMetrics").path("gc.alloc.rate.norm");
        String name = result.path("benchmark").asText();
        System.out.printf(
            "%-26s %,14.0f %7.0f%% %,12.0f%n",
            name.substring(name.lastIndexOf('.') + 1),
            speed.path("score").asDouble(),
            100 * speed.path("scoreError").asDouble() / speed.path("score").asDouble(),
            memory.path("score").asDouble());
      }
    }
  }
}
