package metricflow.jobs.backfill;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What one look at a whole file tells.
 *
 * @param sha256 digest of the content: what makes it the same file
 * @param stretches parts that can be read beside each other; one for a compressed file
 */
record FileScan(String sha256, List<Stretch> stretches) {
  /** Bytes of a stretch, about: small enough to be sorted in memory. */
  static final long STRETCH_BYTES = 64L << 20;

  private static final int BUFFER_BYTES = 1 << 20;

  static FileScan of(InputFile file) {
    return of(file, STRETCH_BYTES);
  }

  static FileScan of(InputFile file, long stretchBytes) {
    boolean divided =
        file.container() != Container.PARQUET && file.compression() == Compression.NONE;
    Borders borders = new Borders(file.container() == Container.CSV, stretchBytes);
    try (InputStream in = file.raw()) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        if (divided) {
          borders.look(buffer, read);
        }
      }
      return new FileScan(
          HexFormat.of().formatHex(digest.digest()),
          divided ? borders.stretches() : List.of(Stretch.WHOLE));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Finds line breaks at which a file can be divided, and counts lines on the way. */
  private static final class Borders {
    private final boolean quotes;
    private final long stretchBytes;
    private final List<Stretch> stretches = new ArrayList<>();
    private long read;
    private long lines;
    private long start;
    private long firstLine = 1;
    private boolean quoted;

    private Borders(boolean quotes, long stretchBytes) {
      this.quotes = quotes;
      this.stretchBytes = stretchBytes;
    }

    private void look(byte[] bytes, int length) {
      if (!quotes) {
        lookForBreaks(bytes, length);
        return;
      }
      for (int i = 0; i < length; i++) {
        byte b = bytes[i];
        if (b == '\n') {
          lines++;
          if (!quoted && read + i + 1 - start >= stretchBytes) {
            end(read + i + 1);
          }
        } else if (b == '"') {
          quoted = !quoted;
        }
      }
      read += length;
    }

    private void lookForBreaks(byte[] bytes, int length) {
      int at = LineBreaks.next(bytes, 0, length);
      while (at < length) {
        lines++;
        if (read + at + 1 - start >= stretchBytes) {
          end(read + at + 1);
        }
        at = LineBreaks.next(bytes, at + 1, length);
      }
      read += length;
    }

    private void end(long border) {
      stretches.add(new Stretch(start, border, firstLine));
      start = border;
      firstLine = lines + 1;
    }

    private List<Stretch> stretches() {
      if (start < read || stretches.isEmpty()) {
        end(read);
      }
      return List.copyOf(stretches);
    }
  }
}
