package metricflow.api.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import metricflow.api.query.SharedResults;
import metricflow.api.web.EntityTags;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.Test;

class LiveSnapshotsTest {
  private final AtomicInteger computed = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong freshness = new AtomicLong(900);
  private final AtomicLong users = new AtomicLong(3);
  // In the caller's thread: a tick has begun when the first caller has its answer.
  private final LiveSnapshots snapshots =
      new LiveSnapshots(this::snapshot, nanos::get, Runnable::run);

  @Test
  void viewers_who_come_while_it_is_computed_share_one_computation() throws Exception {
    CountDownLatch allAsk = new CountDownLatch(20);
    LiveSnapshots slow =
        new LiveSnapshots(
            projectId -> {
              await(allAsk);
              return snapshot(projectId);
            },
            nanos::get,
            SharedResults.ONE_THREAD_EACH);
    List<Future<LiveSnapshots.Served>> viewers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int viewer = 0; viewer < 20; viewer++) {
        viewers.add(
            threads.submit(() -> {
              allAsk.countDown();
              return slow.of(1);
            }));
      }
    }

    assertThat(computed).hasValue(1);
    byte[] first = viewers.getFirst().get().json();
    for (Future<LiveSnapshots.Served> viewer : viewers) {
      assertThat(viewer.get().json()).isSameAs(first);
    }
  }

  @Test
  void a_tick_later_it_is_computed_again() {
    snapshots.of(1);
    nanos.addAndGet(LiveSnapshots.TICK.toNanos() - 1);
    snapshots.of(1);
    assertThat(computed).hasValue(1);

    nanos.addAndGet(1);
    snapshots.of(1);
    assertThat(computed).hasValue(2);
  }

  @Test
  void projects_have_snapshots_of_their_own() {
    assertThat(snapshots.of(1).json()).isNotEqualTo(snapshots.of(2).json());
  }

  @Test
  void growing_older_alone_is_no_change() {
    String before = snapshots.of(1).etag();
    nextTick(age -> age + 500);
    assertThat(snapshots.of(1).etag()).isEqualTo(before).startsWith("W/\"");

    users.incrementAndGet();
    nextTick(age -> age);
    assertThat(snapshots.of(1).etag()).isNotEqualTo(before);
  }

  @Test
  void a_failure_is_not_kept() {
    AtomicInteger failures = new AtomicInteger(1);
    LiveSnapshots recovering =
        new LiveSnapshots(
            projectId -> {
              if (failures.getAndDecrement() > 0) {
                throw new ProblemException(ProblemType.LIVE_UNAVAILABLE, "down");
              }
              return snapshot(projectId);
            },
            nanos::get,
            Runnable::run);

    assertThatThrownBy(() -> recovering.of(1)).isInstanceOf(ProblemException.class);
    assertThat(recovering.of(1).json()).isNotEmpty();
  }

  @Test
  void a_tag_is_known_in_any_of_the_forms_a_proxy_makes_of_it() {
    String etag = "W/\"abc\"";

    assertThat(EntityTags.isKnown("W/\"abc\"", etag)).isTrue();
    assertThat(EntityTags.isKnown("\"abc\"", etag)).isTrue();
    assertThat(EntityTags.isKnown("\"x\", W/\"abc\"", etag)).isTrue();
    assertThat(EntityTags.isKnown("*", etag)).isTrue();
    assertThat(EntityTags.isKnown("W/\"abd\"", etag)).isFalse();
    assertThat(EntityTags.isKnown(null, etag)).isFalse();
  }

  private void nextTick(UnaryOperator<Long> age) {
    freshness.updateAndGet(age::apply);
    nanos.addAndGet(LiveSnapshots.TICK.toNanos());
  }

  private LiveSnapshot snapshot(int projectId) {
    computed.incrementAndGet();
    return new LiveSnapshot(
        projectId,
        "2026-11-24T03:00:00Z",
        "live",
        false,
        new LiveSnapshot.ErrorBound(0.0081),
        "SELECT 1",
        freshness.get(),
        users.get(),
        5,
        List.of(),
        0,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
