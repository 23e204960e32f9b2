package metricflow.streaming.sink;

import io.delta.kernel.Snapshot;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.hook.PostCommitHook.PostCommitHookType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes checkpoints when they are due, and does nothing else. */
public final class CheckpointsAtOnce implements TableCare {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointsAtOnce.class);

  private final Engine engine;

  /** Writes with {@code engine}. */
  public CheckpointsAtOnce(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void committed(List<PostCommitHook> hooks, int files) {
    run(hooks);
  }

  @Override
  public Optional<Snapshot> newerSnapshot() {
    return Optional.empty();
  }

  /**
   * Writes the checkpoint when {@code hooks} ask for one. Checksum files are left out: Trino 476
   * does not read them, and Kernel's cleanup of expired logs leaves them for ever.
   */
  public void run(List<PostCommitHook> hooks) {
    for (PostCommitHook hook : hooks) {
      if (hook.getType() == PostCommitHookType.CHECKPOINT) {
        try {
          hook.threadSafeInvoke(engine);
        } catch (IOException | RuntimeException failed) {
          // Checkpoints make reads faster; commits stand without them.
          LOG.warn("a checkpoint failed", failed);
        }
      }
    }
  }
}
