package metricflow.streaming.localfs;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local files, where a name is given to one file only, and with what it starts {@code
 * chmod} and {@code readlink} for done by the JVM. Without Hadoop's native library a micro-batch
 * starts about ten of them, for a tenth of a second together.
 */
final class ForklessRawFileSystem extends RawLocalFileSystem {
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

  /**
   * Renames without replacing. Hadoop looks whether the name is free and then renames, and renaming
   * replaces: of two processes that commit the same version at the same instant both would succeed,
   * and one commit would be gone. Making a link fails when the name is taken.
   *
   * @throws org.apache.hadoop.fs.FileAlreadyExistsException when the name is taken
   */
  @Override
  protected void rename(Path from, Path to, Options.Rename... options) throws IOException {
    File file = pathToFile(from);
    if (Arrays.asList(options).contains(Options.Rename.OVERWRITE) || !file.isFile()) {
      super.rename(from, to, options);
      return;
    }
    try {
      Files.createLink(pathToFile(to).toPath(), file.toPath());
    } catch (FileAlreadyExistsException taken) {
      throw new org.apache.hadoop.fs.FileAlreadyExistsException(to + " is there already");
    }
    Files.delete(file.toPath());
  }

  /**
   * What is in a folder, with one look at each file. Kernel lists the whole log of a table to find
   * its end, tens of thousands of files at a commit a second, and Hadoop looks at each five times.
   */
  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    File local = pathToFile(folder);
    if (!local.isDirectory()) {
      return super.listStatus(folder);
    }
    Path parent = makeQualified(folder);
    long blockSize = getDefaultBlockSize(folder);
    List<FileStatus> found = new ArrayList<>();
    try (DirectoryStream<java.nio.file.Path> files = Files.newDirectoryStream(local.toPath())) {
      for (java.nio.file.Path file : files) {
        try {
          BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
          Path path = new Path(parent, new Path(null, null, file.getFileName().toString()));
          found.add(
              new FileStatus(
                  seen.isDirectory() ? 0 : seen.size(),
                  seen.isDirectory(),
                  1,
                  blockSize,
                  seen.lastModifiedTime().toMillis(),
                  path));
        } catch (NoSuchFileException removedMeanwhile) {
          // As good as never listed.
        }
      }
    }
    return found.toArray(FileStatus[]::new);
  }

  @Override
  public FileStatus getFileLinkStatus(Path file) throws IOException {
    return Files.isSymbolicLink(pathToFile(file).toPath())
        ? super.getFileLinkStatus(file)
        : getFileStatus(file);
  }
}
