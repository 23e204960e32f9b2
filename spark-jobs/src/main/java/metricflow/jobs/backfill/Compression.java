package metricflow.jobs.backfill;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** How a whole file is compressed; its name tells. */
enum Compression {
  NONE(""),
  GZIP(".gz"),
  ZSTD(".zst");

  private static final int BUFFER_BYTES = 1 << 16;

  private final String ending;

  Compression(String ending) {
    this.ending = ending;
  }

  static Compression of(String name) {
    return name.endsWith(GZIP.ending) ? GZIP : name.endsWith(ZSTD.ending) ? ZSTD : NONE;
  }

  String withoutEnding(String name) {
    return name.substring(0, name.length() - ending.length());
  }

  /** The content; parts of a file that were compressed one by one follow each other. */
  InputStream opened(InputStream file) throws IOException {
    return switch (this) {
      case NONE -> file;
      case GZIP -> new GZIPInputStream(file, BUFFER_BYTES);
      case ZSTD -> new ZstdInputStream(file).setContinuous(false);
    };
  }
}
