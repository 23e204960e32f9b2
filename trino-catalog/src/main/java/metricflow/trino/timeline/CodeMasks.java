package metricflow.trino.timeline;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.type.BigintType.BIGINT;

import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.SqlMap;
import java.util.Arrays;

/**
 * The masks of a timeline's codes.
 *
 * @param masks by code; further codes have none
 */
public record CodeMasks(long[] masks) {
  /** No code has a mask. */
  public static final CodeMasks NONE = new CodeMasks(new long[0]);

  /** Codes are numbered from 0 within a project: far fewer than this. */
  private static final int MAX_CODE = (1 << 20) - 1;

  /** Takes a code and its mask. */
  interface Taker {
    void take(int code, long mask);
  }

  /** As {@code MAP(BIGINT, BIGINT)} gives them; fails the query when a code cannot be. */
  public static CodeMasks of(SqlMap map) {
    Block codes = map.getRawKeyBlock();
    Block values = map.getRawValueBlock();
    Builder masks = new Builder();
    for (int i = map.getRawOffset(); i < map.getRawOffset() + map.getSize(); i++) {
      masks.put(BIGINT.getLong(codes, i), values.isNull(i) ? 0 : BIGINT.getLong(values, i));
    }
    return masks.build();
  }

  /** A code; fails the query when it cannot be one. */
  static int checked(long code) {
    if (code < 0 || code > MAX_CODE) {
      throw new TrinoException(
          INVALID_FUNCTION_ARGUMENT,
          "timeline_funnel: codes must be between 0 and %d, not %d".formatted(MAX_CODE, code));
    }
    return (int) code;
  }

  /** The mask of a code. */
  public long of(int code) {
    return code < masks.length ? masks[code] : 0;
  }

  /** Number of codes that have a mask. */
  int size() {
    return (int) Arrays.stream(masks).filter(mask -> mask != 0).count();
  }

  /** Hands on each code that has a mask. */
  void forEach(Taker taker) {
    for (int code = 0; code < masks.length; code++) {
      if (masks[code] != 0) {
        taker.take(code, masks[code]);
      }
    }
  }

  /** Gathers them. */
  static final class Builder {
    private long[] masks = {};

    void put(long checked, long mask) {
      int code = checked(checked);
      if (code >= masks.length) {
        masks = Arrays.copyOf(masks, Math.max(code + 1, masks.length * 2));
      }
      masks[code] = mask;
    }

    CodeMasks build() {
      return new CodeMasks(masks);
    }
  }
}
