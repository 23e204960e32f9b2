package metricflow.api.query;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import metricflow.problem.ProblemType;

/**
 * What the desk counts, by kind of question: {@code metricflow.queries} by where the answer came
 * from, or {@code failed} or {@code cancelled}; {@code metricflow.query.problems} by problem; the
 * time callers waited; the bytes read.
 */
public final class QueryMetrics {
  private static final Duration[] BOUNDS = {
    Duration.ofMillis(20),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30)
  };

  private final MeterRegistry registry;

  /** Counts in {@code registry}. */
  public QueryMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A question begins to be answered. */
  Timing begin(String kind) {
    return new Timing(kind, System.nanoTime());
  }

  void scanned(String kind, long bytes) {
    registry.counter("metricflow.query.bytes.scanned", "kind", kind).increment((double) bytes);
  }

  /** One question. */
  final class Timing {
    private final String kind;
    private final long begin;

    private Timing(String kind, long begin) {
      this.kind = kind;
      this.begin = begin;
    }

    void served(Served served) {
      end(served.from().json());
    }

    void failed(ProblemType type) {
      registry
          .counter("metricflow.query.problems", "kind", kind, "problem", type.slug())
          .increment();
      end("failed");
    }

    void cancelled() {
      end("cancelled");
    }

    private void end(String outcome) {
      registry.counter("metricflow.queries", "kind", kind, "answer", outcome).increment();
      Timer.builder("metricflow.query")
          .tag("kind", kind)
          .tag("answer", outcome)
          .serviceLevelObjectives(BOUNDS)
          .register(registry)
          .record(Duration.ofNanos(System.nanoTime() - begin));
    }
  }
}
