package metricflow.jobs.localfs;

import io.delta.storage.HadoopFileSystemLogStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Delta's log in a local folder, where each version is given to one writer only.
 *
 * <p>Delta's own looks whether a version is free and then renames a file to it, and renaming
 * replaces: a job and the stream that commit at the same instant could both succeed, and one commit
 * would be gone. Making a link fails when the name is taken.
 */
public final class ExclusiveLogStore extends HadoopFileSystemLogStore {
  /** For Delta, which makes it by name. */
  public ExclusiveLogStore(Configuration hadoop) {
    super(hadoop);
  }

  /**
   * Writes lines as a file that appears whole.
   *
   * @throws FileAlreadyExistsException when it is there and {@code overwrite} is not set
   */
  @Override
  public void write(Path path, Iterator<String> lines, Boolean overwrite, Configuration hadoop)
      throws IOException {
    java.nio.file.Path target = java.nio.file.Path.of(path.toUri().getPath());
    java.nio.file.Path whole =
        target.resolveSibling(".%s.%s.tmp".formatted(target.getFileName(), UUID.randomUUID()));
    try {
      try (BufferedWriter writer = Files.newBufferedWriter(whole)) {
        while (lines.hasNext()) {
          writer.write(lines.next());
          writer.write('\n');
        }
      }
      if (overwrite) {
        Files.move(
            whole, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.createLink(target, whole);
      }
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  @Override
  public Boolean isPartialWriteVisible(Path path, Configuration hadoop) {
    return false;
  }
}
