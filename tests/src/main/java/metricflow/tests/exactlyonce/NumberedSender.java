package metricflow.tests.exactlyonce;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import metricflow.tests.instance.Answer;
import metricflow.tests.instance.Project;

/** Sends one project's events, evenly, each batch until it is acknowledged. */
final class NumberedSender implements Callable<Sent> {
  private static final int BATCHES_PER_SECOND = 20;
  private static final long RETRY_MILLIS = 200;

  private final Project project;
  private final int batchSize;
  private final double resendShare;
  private final RandomGenerator random;
  private final Visits visits;
  private final LongAdder acknowledged;
  private final Sent sent;
  private volatile boolean stopping;
  private int next;

  NumberedSender(
      Project project,
      int rate,
      double resendShare,
      RandomGenerator random,
      LongAdder acknowledged) {
    this.project = project;
    this.batchSize = Math.max(1, rate / BATCHES_PER_SECOND);
    this.resendShare = resendShare;
    this.random = random;
    this.visits = new Visits(random);
    this.acknowledged = acknowledged;
    this.sent = Sent.nothing(project);
  }

  /** Ends after the batch under way. */
  void stop() {
    stopping = true;
  }

  @Override
  public Sent call() throws InterruptedException {
    long start = System.nanoTime();
    for (long tick = 1; !stopping; tick++) {
      int first = next;
      List<Map<String, Object>> batch = batch();
      deliver(batch, first);
      if (random.nextDouble() < resendShare && !stopping) {
        sent.repeated().set(first, next);
        deliver(batch, first);
      }
      long due = start + tick * TimeUnit.SECONDS.toNanos(1) / BATCHES_PER_SECOND;
      TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
    }
    return sent;
  }

  private List<Map<String, Object>> batch() {
    List<Map<String, Object>> events = new ArrayList<>(batchSize);
    for (int i = 0; i < batchSize; i++) {
      events.add(visits.next(Sent.eventId(project, next)));
      next++;
    }
    return events;
  }

  private void deliver(List<Map<String, Object>> events, int first) throws InterruptedException {
    while (true) {
      try {
        Answer answer = project.send(events);
        // A batch of which no event can be used is answered 400, with a verdict for each as well.
        if (answer.body().has("results")) {
          note(answer.body().path("results"), first);
          acknowledged.add(events.size());
          return;
        }
        if (answer.status() != 429 && answer.status() < 500) {
          throw new IllegalStateException("the collector refused a batch: " + answer.text());
        }
      } catch (UncheckedIOException unreachable) {
        // The batch may or may not have arrived: exactly what the same ids are for.
      }
      if (stopping) {
        sent.unanswered().set(first, next);
        return;
      }
      sent.repeated().set(first, next);
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    }
  }

  private void note(JsonNode verdicts, int first) {
    for (int i = 0; i < verdicts.size(); i++) {
      boolean accepted = verdicts.path(i).path("status").asText().equals("accepted");
      (accepted ? sent.accepted() : sent.rejected()).set(first + i);
    }
  }
}
