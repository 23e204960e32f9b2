package metricflow.jobs.localfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's checksummed local files, with what it starts {@code chmod} and {@code readlink} for done
 * by the JVM. Without Hadoop's native library each file written starts two processes, and a job
 * writes one or more a day and table.
 */
public final class ForklessFileSystem extends LocalFileSystem {
  /** For Hadoop, which makes it by name. */
  public ForklessFileSystem() {
    super(new Raw());
  }

  private static final class Raw extends RawLocalFileSystem {
    @Override
    public void setPermission(Path file, FsPermission permission) throws IOException {
      // The sticky bit is not among what the JVM can set; nobody here asks for it.
      Files.setPosixFilePermissions(
          pathToFile(file).toPath(),
          PosixFilePermissions.fromString(
              permission.getUserAction().SYMBOL
                  + permission.getGroupAction().SYMBOL
                  + permission.getOtherAction().SYMBOL));
    }

    @Override
    public FileStatus getFileLinkStatus(Path file) throws IOException {
      return Files.isSymbolicLink(pathToFile(file).toPath())
          ? super.getFileLinkStatus(file)
          : getFileStatus(file);
    }
  }
}
