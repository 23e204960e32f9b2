package metricflow.streaming.localfs;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFs;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FsConstants;

/** The same for {@code FileContext}, through which commits and Spark's checkpoints are written. */
public final class ForklessFs extends ChecksumFs {
  /** For Hadoop, which makes it by name. */
  public ForklessFs(URI uri, Configuration hadoop) throws IOException, URISyntaxException {
    super(new Raw(hadoop));
  }

  private static final class Raw extends DelegateToFileSystem {
    Raw(Configuration hadoop) throws IOException, URISyntaxException {
      super(FsConstants.LOCAL_FS_URI, new ForklessRawFileSystem(), hadoop, "file", false);
    }

    @Override
    public int getUriDefaultPort() {
      return -1;
    }

    @Override
    public boolean isValidName(String name) {
      // Any name is valid in a local file system, as in Hadoop's own.
      return true;
    }
  }
}
