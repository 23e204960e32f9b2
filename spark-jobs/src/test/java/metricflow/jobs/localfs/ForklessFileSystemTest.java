package metricflow.jobs.localfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import metricflow.jobs.TestLake;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForklessFileSystemTest {
  @TempDir private Path folder;

  @Test
  void files_get_the_permissions_and_checksums_that_hadoop_gives_them() throws IOException {
    assertThat(written(new ForklessFileSystem(), "ours"))
        .isEqualTo(written(new LocalFileSystem(), "hadoops"));
  }

  /** What a file is like that {@code files} has written. */
  private String written(FileSystem files, String name) throws IOException {
    files.initialize(URI.create("file:///"), new Configuration());
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder.resolve(name).toString());
    try (FSDataOutputStream out =
        FileSystem.create(files, path, FsPermission.createImmutable((short) 0640))) {
      out.write("rows".getBytes(StandardCharsets.UTF_8));
    }
    Path checksum = folder.resolve("." + name + ".crc");
    return String.join(
        " ",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))),
        Files.readString(folder.resolve(name)),
        Integer.toString(Files.readAllBytes(checksum).length),
        files.getFileLinkStatus(path).getPermission().toString());
  }

  @Test
  void jobs_write_through_it(@TempDir Path lakeFolder) throws IOException {
    Configuration hadoop =
        new TestLake(lakeFolder).lake().spark().sparkContext().hadoopConfiguration();
    try (FileSystem files = FileSystem.newInstance(URI.create("file:///"), hadoop)) {
      assertThat(files).isInstanceOf(ForklessFileSystem.class);
    }
  }
}
