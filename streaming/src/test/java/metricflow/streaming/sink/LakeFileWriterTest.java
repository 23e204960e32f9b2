package metricflow.streaming.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import metricflow.bus.EventBatch;
import metricflow.event.Event;
import metricflow.streaming.TestEvents;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeFileWriterTest {
  private static final long NOON = 1_795_521_600_000L;
  private static final int ROWS = 1_000;

  @TempDir Path folder;

  @Test
  void open_files_that_hold_much_together_are_closed_and_begun_anew() throws Exception {
    LakeFileWriter<EventRow> writer =
        new LakeFileWriter<>(RowLayout.events(), folder.toString(), new Configuration(), 2L << 20);
    Random random = new Random(1);
    byte[] text = new byte[4 * 1024];
    for (int row = 0; row < ROWS; row++) {
      random.nextBytes(text);
      String properties = "{\"x\":\"" + HexFormat.of().formatHex(text) + "\"}";
      Event event = TestEvents.withProperties(properties, NOON - row % 2 * 86_400_000L);
      EventBatch batch = TestEvents.batch(3, event);
      writer.write(new EventRow(batch, event));
    }
    List<LakeFile> files = writer.close();

    assertThat(files).hasSizeGreaterThan(2);
    assertThat(files.stream().mapToLong(LakeFile::rows).sum()).isEqualTo(ROWS);
    assertThat(files).extracting(LakeFile::path).doesNotHaveDuplicates();
  }
}
