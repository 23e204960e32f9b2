package metricflow.jobs.erasure;

import static metricflow.jobs.TestLake.DAY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import metricflow.event.EventNames;
import metricflow.jobs.DayRange;
import metricflow.jobs.JobReport;
import metricflow.jobs.TestEvent;
import metricflow.jobs.TestLake;
import metricflow.jobs.rollup.RollupJob;

/** A lake with persons to erase, and the erasures of project 1. */
final class ErasureLake {
  static final Instant NOON = DAY.atTime(12, 0).toInstant(ZoneOffset.UTC);

  /** An id that is found nowhere by chance. */
  static final String ANN = "ann-7f3a91";

  private final TestLake lake;
  private final Path certificate;

  ErasureLake(TestLake lake, Path certificate) {
    this.lake = lake;
    this.certificate = certificate;
  }

  static TestEvent view(String id, String who, Instant time) {
    return TestEvent.of(id, EventNames.PAGE_VIEW, who, time).with("page", "/");
  }

  static TestEvent identify(String id, String anonymous, String user, Instant time) {
    return TestEvent.of(id, EventNames.IDENTIFY, user, time).with("anonymous_id", anonymous);
  }

  /** Keeps a payload among the rejected events. */
  void reject(int project, String payload) {
    lake.query(
        "INSERT INTO {rejected_events} VALUES (X'00', %d, 'c', TIMESTAMP'2026-03-14 12:00:00Z', 'reason', 'detail', NULL, NULL, '%s', DATE'2026-03-14')"
            .formatted(project, payload));
  }

  void roll() {
    lake.run(new RollupJob(DayRange.closedDays(), false));
  }

  /** Whom to erase; replaced files stay where they are. */
  Optional<EraseJob.Request> request(String id) {
    return request(id, Optional.empty());
  }

  private Optional<EraseJob.Request> request(String id, Optional<Duration> purgeAfter) {
    return Optional.of(new EraseJob.Request(1, id, Optional.of(certificate), purgeAfter));
  }

  JobReport erase(Optional<EraseJob.Request> who, boolean dryRun) {
    return erase(who, () -> "rebuilt", dryRun);
  }

  JobReport erase(Optional<EraseJob.Request> who, Supplier<String> liveView, boolean dryRun) {
    return lake.run(new EraseJob(who, liveView, "secret", dryRun));
  }

  /** Erases a person, and replaced files at once. */
  JobReport purge(String id) {
    return erase(request(id, Optional.of(Duration.ZERO)), false);
  }

  /** What was erased, and its signature. */
  List<String> certificate() throws IOException {
    return Files.readAllLines(certificate);
  }
}
