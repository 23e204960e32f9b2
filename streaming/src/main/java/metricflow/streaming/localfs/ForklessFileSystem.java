package metricflow.streaming.localfs;

import org.apache.hadoop.fs.LocalFileSystem;

/** Hadoop's checksummed local file system over {@link ForklessRawFileSystem}. */
public final class ForklessFileSystem extends LocalFileSystem {
  /** For Hadoop, which makes it by name. */
  public ForklessFileSystem() {
    super(new ForklessRawFileSystem());
  }
}
