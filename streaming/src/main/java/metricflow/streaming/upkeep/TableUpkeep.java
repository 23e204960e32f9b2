package metricflow.streaming.upkeep;

import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.TableConfig;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import metricflow.streaming.sink.CheckpointsAtOnce;
import metricflow.streaming.sink.RowLayout;
import metricflow.streaming.sink.TableCare;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes care of one table on a thread of its own. After each {@link MergePlan#ENOUGH_FILES} files a
 * round: merge what is due, delete what was merged away long enough ago, load the snapshot the next
 * micro-batch starts from. Nothing is remembered between rounds but the place in the log, so a
 * restart goes on where the table stands. A round that fails is logged and tried again at the next.
 */
public final class TableUpkeep implements TableCare, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TableUpkeep.class);

  private final String location;
  private final Engine engine;
  private final FileMerger merger;
  private final MergedAway mergedAway;
  private final CheckpointsAtOnce checkpoints;
  private final Clock clock;
  private final Executor thread;
  private final Runnable ending;
  private final AtomicReference<Snapshot> newer = new AtomicReference<>();
  private final AtomicBoolean roundPending = new AtomicBoolean();
  private int filesSinceRound;

  /**
   * Upkeep of the table of {@code layout}, which must exist, on a thread of its own.
   *
   * @param lake folder or URI of the lake
   */
  public static TableUpkeep start(RowLayout<?> layout, String lake, Configuration hadoop)
      throws IOException {
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("upkeep-" + layout.table().name()).factory());
    return new TableUpkeep(layout, lake, hadoop, Clock.systemUTC(), thread, thread::close);
  }

  /** Upkeep on the thread that commits, for those who can wait for it. */
  public static TableUpkeep onCommit(
      RowLayout<?> layout, String lake, Configuration hadoop, Clock clock) throws IOException {
    return new TableUpkeep(layout, lake, hadoop, clock, Runnable::run, () -> {});
  }

  private TableUpkeep(
      RowLayout<?> layout,
      String lake,
      Configuration hadoop,
      Clock clock,
      Executor thread,
      Runnable ending)
      throws IOException {
    this.location = layout.table().location(lake);
    this.engine = DefaultEngine.create(hadoop);
    this.clock = clock;
    this.thread = thread;
    this.ending = ending;
    Path folder = new Path(location);
    FileSystem files = folder.getFileSystem(hadoop);
    this.merger = new FileMerger(layout, lake, hadoop, engine);
    this.mergedAway = new MergedAway(files.makeQualified(folder), files, engine);
    this.checkpoints = new CheckpointsAtOnce(engine);
  }

  @Override
  public void committed(List<PostCommitHook> hooks, int files) {
    if (!hooks.isEmpty()) {
      thread.execute(() -> checkpoints.run(hooks));
    }
    filesSinceRound += files;
    if (filesSinceRound >= MergePlan.ENOUGH_FILES && roundPending.compareAndSet(false, true)) {
      filesSinceRound = 0;
      thread.execute(this::tryRound);
    }
  }

  @Override
  public Optional<Snapshot> newerSnapshot() {
    return Optional.ofNullable(newer.getAndSet(null));
  }

  private void tryRound() {
    roundPending.set(false);
    try {
      round();
    } catch (IOException | RuntimeException failed) {
      LOG.warn("upkeep of {} failed, and is tried again later", location, failed);
    }
  }

  /** One round, on the caller's thread. */
  void round() throws IOException {
    long start = System.nanoTime();
    ActiveFiles active = ActiveFiles.of(load(), engine);
    int merged = 0;
    for (MergePlan.Group group :
        MergePlan.of(active.ofStream(), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))) {
      merged += merge(active.snapshot(), group);
    }
    Snapshot latest = load();
    newer.set(latest);
    long retention =
        TableConfig.TOMBSTONE_RETENTION.fromMetadata(((SnapshotImpl) latest).getMetadata());
    int deleted = mergedAway.delete(clock.millis() - retention, active.paths());
    LOG.info(
        "upkeep of {}: version={} files={} merged={} deleted={} ms={}",
        location,
        latest.getVersion(),
        active.paths().size(),
        merged,
        deleted,
        (System.nanoTime() - start) / 1_000_000);
  }

  /** Files that gave way to one; a merge that fails holds up neither the others nor the cleanup. */
  private int merge(Snapshot snapshot, MergePlan.Group group) {
    try {
      Optional<TransactionCommitResult> commit = merger.merge(snapshot, group);
      if (commit.isEmpty()) {
        return 0;
      }
      checkpoints.run(commit.get().getPostCommitHooks());
      newer.set(load());
      return group.files().size();
    } catch (IOException | RuntimeException failed) {
      LOG.warn("{} files of {} could not be merged", group.files().size(), group.day(), failed);
      return 0;
    }
  }

  private Snapshot load() {
    return TableManager.loadSnapshot(location).build(engine);
  }

  /** Ends after the work in hand. */
  @Override
  public void close() {
    ending.run();
  }
}
