package metricflow.trino.sketch;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.TrinoException;
import java.lang.foreign.MemorySegment;
import org.apache.datasketches.theta.CompactThetaSketch;

/** Theta sketches as bytes. */
final class ThetaBytes {
  private ThetaBytes() {}

  static CompactThetaSketch read(Slice bytes) {
    try {
      return CompactThetaSketch.heapify(MemorySegment.ofArray(bytes.getBytes()));
    } catch (RuntimeException notASketch) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT, "the value is not a theta sketch", notASketch);
    }
  }

  static Slice write(CompactThetaSketch sketch) {
    return Slices.wrappedBuffer(sketch.toByteArrayCompressed());
  }
}
