package metricflow.streaming.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintFilesTest {
  private static final FingerprintFile FILE = new FingerprintFile(500_000, 7, 7);

  @TempDir Path folder;
  private FingerprintFiles files;

  @BeforeEach
  void openFiles() throws IOException {
    files = new FingerprintFiles(folder.toUri().toString(), new Configuration());
  }

  @Test
  void a_partition_is_read_as_it_was_written() throws IOException {
    long[] many = new long[20_000];
    Arrays.setAll(many, i -> i * 31L + 1);
    files.write(FILE, Map.of(3, new long[] {9, Long.MIN_VALUE, 8}, 4, many));

    assertThat(read(FILE, 3)).containsExactly(9L, Long.MIN_VALUE, 8L);
    assertThat(read(FILE, 4)).hasSize(20_000).startsWith(1L, 32L).endsWith(19_999 * 31L + 1);
    assertThat(read(FILE, 5)).isEmpty();
    assertThat(files.list()).containsExactly(FILE);
  }

  @Test
  void joined_files_hold_what_their_parts_held() throws IOException {
    FingerprintFile next = new FingerprintFile(500_000, 8, 8);
    FingerprintFile whole = new FingerprintFile(500_000, 7, 8);
    files.write(FILE, Map.of(0, new long[] {1, 2}, 1, new long[] {3}));
    files.write(next, Map.of(0, new long[] {4}, 2, new long[] {5}));
    files.merge(List.of(FILE, next), whole);

    assertThat(read(whole, 0)).containsExactly(1L, 2L, 4L);
    assertThat(read(whole, 1)).containsExactly(3L);
    assertThat(read(whole, 2)).containsExactly(5L);
  }

  @Test
  void a_file_cut_anywhere_is_an_error() throws IOException {
    files.write(FILE, Map.of(0, new long[] {1, 2}, 1, new long[] {3}));
    byte[] bytes = Files.readAllBytes(path());
    for (int length = 0; length < bytes.length; length++) {
      replace(Arrays.copyOf(bytes, length));

      assertThat(files.isFinished(FILE)).as("%d bytes", length).isFalse();
      assertThatThrownBy(() -> read(FILE, 0)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_changed_bit_is_an_error() throws IOException {
    files.write(FILE, Map.of(0, new long[] {1, 2}));
    byte[] bytes = Files.readAllBytes(path());
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      replace(changed);

      assertThatThrownBy(() -> read(FILE, 0)).as("bit %d", bit).isInstanceOf(IOException.class);
    }
  }

  private Path path() {
    return folder.resolve("hour=500000/7-7");
  }

  private void replace(byte[] bytes) throws IOException {
    Files.deleteIfExists(folder.resolve("hour=500000/.7-7.crc"));
    Files.write(path(), bytes);
  }

  private List<Long> read(FingerprintFile file, int partition) throws IOException {
    List<Long> read = new ArrayList<>();
    files.read(file, partition, read::add);
    return read;
  }
}
