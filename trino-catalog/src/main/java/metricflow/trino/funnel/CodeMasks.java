package metricflow.trino.funnel;

import static io.trino.spi.StandardErrorCode.INVALID_FUNCTION_ARGUMENT;
import static io.trino.spi.type.BigintType.BIGINT;

import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.SqlMap;

/** The masks of a timeline's codes, as {@code MAP(BIGINT, BIGINT)} gives them. */
final class CodeMasks {
  /** Codes are numbered from 0 within a project: far fewer than this. */
  private static final int MAX_CODE = (1 << 20) - 1;

  private SqlMap source;
  private long[] masks = {};

  /** Reads {@code map}, unless it is the one read last. */
  void use(SqlMap map) {
    if (map == source) {
      return;
    }
    Block codes = map.getRawKeyBlock();
    Block values = map.getRawValueBlock();
    long highest = -1;
    for (int i = map.getRawOffset(); i < map.getRawOffset() + map.getSize(); i++) {
      long code = BIGINT.getLong(codes, i);
      if (code < 0 || code > MAX_CODE) {
        throw new TrinoException(
            INVALID_FUNCTION_ARGUMENT,
            "timeline_funnel: codes must be between 0 and %d, not %d".formatted(MAX_CODE, code));
      }
      highest = Math.max(highest, code);
    }
    masks = new long[(int) highest + 1];
    for (int i = map.getRawOffset(); i < map.getRawOffset() + map.getSize(); i++) {
      masks[(int) BIGINT.getLong(codes, i)] = values.isNull(i) ? 0 : BIGINT.getLong(values, i);
    }
    source = map;
  }

  long of(int code) {
    return code < masks.length ? masks[code] : 0;
  }
}
