package metricflow.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class GzipBodyTest {
  @Property(tries = 50)
  void any_reader_of_gzip_reads_what_one_deflater_wrote_body_after_body(
      @ForAll @Size(max = 4) List<@IntRange(max = 200_000) Integer> sizes,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 256) int differentBytes)
      throws IOException {
    Random random = new Random(seed);
    try (GzipBody gzip = new GzipBody()) {
      for (int size : sizes) {
        byte[] plain = new byte[size];
        for (int i = 0; i < size; i++) {
          plain[i] = (byte) random.nextInt(differentBytes);
        }
        try (var read = new GZIPInputStream(new ByteArrayInputStream(gzip.of(plain)))) {
          assertThat(read.readAllBytes()).isEqualTo(plain);
        }
      }
    }
  }
}
