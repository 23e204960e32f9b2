package metricflow.trino.sketch;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.TrinoException;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.HllUnion;
import org.apache.datasketches.hll.TgtHllType;

/** HLL sketches as bytes. */
final class HllBytes {
  private HllBytes() {}

  static HllSketch read(Slice bytes) {
    try {
      return HllSketch.heapify(bytes.getBytes());
    } catch (RuntimeException notASketch) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT, "the value is not an HLL sketch", notASketch);
    }
  }

  static Slice write(HllUnion union) {
    return Slices.wrappedBuffer(union.getResult(TgtHllType.HLL_8).toUpdatableByteArray());
  }
}
