package metricflow.tests.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the tests measured: {@code target/e2e-figures.json}, one flat object, units in the names.
 */
final class Figures {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FILE = Path.of("target", "e2e-figures.json");

  private Figures() {}

  /** Adds or replaces a figure, for example {@code shop.purchase_to_dashboard_ms}. */
  static void record(String name, Number value) {
    System.out.printf("figure %s = %s%n", name, value);
    try {
      SortedMap<String, Number> all = new TreeMap<>();
      if (Files.exists(FILE)) {
        JSON.readTree(FILE.toFile())
            .properties()
            .forEach(entry -> all.put(entry.getKey(), entry.getValue().numberValue()));
      }
      all.put(name, value);
      Files.createDirectories(FILE.getParent());
      JSON.writerWithDefaultPrettyPrinter().writeValue(FILE.toFile(), all);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
