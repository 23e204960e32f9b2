package metricflow.streaming.sink;

import io.delta.kernel.Snapshot;
import io.delta.kernel.hook.PostCommitHook;
import java.util.List;
import java.util.Optional;

/** What a table needs after commits of a {@link DeltaSink}. */
public interface TableCare {

  /**
   * Takes note of a commit. The micro-batch waits for this call.
   *
   * @param hooks what Delta Kernel asks for, a checkpoint now and then
   * @param files files the commit added
   */
  void committed(List<PostCommitHook> hooks, int files);

  /** A snapshot for the next commit to start from, when there is a better one than the last. */
  Optional<Snapshot> newerSnapshot();
}
