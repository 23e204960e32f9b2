package metricflow.tests.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What an ingest benchmark measures.
 *
 * @param rates events a second, each for {@code seconds}, in each shape
 * @param soakMinutes length of one long load at {@code rate} instead; 0: none
 * @param profileRate events a second of one profiled load instead; 0: none
 * @param warmUpSeconds length of the load before the first that counts
 * @param jsonFile where the figures go as well, or null
 */
record IngestOptions(
    List<Shape> shapes,
    List<Integer> rates,
    int seconds,
    int soakMinutes,
    int rate,
    int profileRate,
    int warmUpSeconds,
    String jsonFile) {
  private static final List<String> KNOWN =
      List.of(
          "--batch",
          "--encoding",
          "--rates",
          "--seconds",
          "--soak",
          "--rate",
          "--profile",
          "--warm-up",
          "--json");

  /** How events travel. */
  record Shape(int batchSize, boolean gzip) {
    @Override
    public String toString() {
      return "%s, batches of %d".formatted(encoding(), batchSize);
    }

    /** Begins the names of its figures. */
    String id() {
      return "%s_%d".formatted(encoding(), batchSize);
    }

    private String encoding() {
      return gzip ? "gzip" : "plain";
    }
  }

  static IngestOptions of(String[] arguments) {
    GivenOptions given = GivenOptions.of(arguments, KNOWN);
    List<Shape> shapes = new ArrayList<>();
    for (String encoding : given.text("--encoding", "plain,gzip").split(",", -1)) {
      if (!encoding.equals("plain") && !encoding.equals("gzip")) {
        throw new IllegalArgumentException("--encoding is plain, gzip or plain,gzip");
      }
      for (int size : given.numbers("--batch", "20,100")) {
        shapes.add(new Shape(size, encoding.equals("gzip")));
      }
    }
    return new IngestOptions(
        shapes,
        given.numbers("--rates", "10000,25000,50000,75000,100000,125000"),
        (int) given.number("--seconds", 30),
        (int) given.number("--soak", 0),
        (int) given.number("--rate", 100_000),
        (int) given.number("--profile", 0),
        (int) given.number("--warm-up", 20),
        given.text("--json", null));
  }
}
