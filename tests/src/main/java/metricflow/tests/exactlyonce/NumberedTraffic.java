package metricflow.tests.exactlyonce;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import metricflow.tests.instance.Project;

/** An even flow of numbered events to several projects in the background. */
final class NumberedTraffic implements AutoCloseable {
  private static final long LAST_ANSWER_SECONDS = 60;

  private final List<NumberedSender> senders = new ArrayList<>();
  private final List<Future<Sent>> results = new ArrayList<>();
  private final LongAdder acknowledged = new LongAdder();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  NumberedTraffic(List<Project> projects, Settings settings) {
    SplittableRandom random = new SplittableRandom(settings.seed());
    int rate = settings.rate() / projects.size();
    for (Project project : projects) {
      senders.add(
          new NumberedSender(project, rate, settings.resendShare(), random.split(), acknowledged));
    }
  }

  void start() {
    senders.forEach(sender -> results.add(threads.submit(sender)));
  }

  /** Events acknowledged so far. */
  long acknowledged() {
    return acknowledged.sum();
  }

  /** Sends what is under way, then tells what became of all. */
  List<Sent> stop() throws Exception {
    senders.forEach(NumberedSender::stop);
    List<Sent> all = new ArrayList<>();
    for (Future<Sent> result : results) {
      all.add(result.get(LAST_ANSWER_SECONDS, TimeUnit.SECONDS));
    }
    return all;
  }

  @Override
  public void close() {
    senders.forEach(NumberedSender::stop);
    threads.shutdownNow();
  }
}
