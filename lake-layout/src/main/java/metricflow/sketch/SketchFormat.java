package metricflow.sketch;

/**
 * The sketches that columns of the lake hold: Apache DataSketches, as bytes.
 *
 * <p>Values are text in UTF-8. The bytes are the contract: {@code
 * lake-layout/src/test/resources/metricflow/sketch} holds some, and tests of Spark and of Trino's
 * functions read and write the very same. Rows with an empty value do not count.
 */
public final class SketchFormat {
  /**
   * Log 2 of the registers of an HLL sketch (HLL_8, updatable form, about 4 KiB): a relative
   * standard error of 1.6 % once sketches have been united, 1.3 % before.
   */
  public static final int HLL_LG_K = 12;

  /**
   * Log 2 of the nominal entries of a theta sketch (compact, ordered, compressed form, default
   * seed): a relative standard error of 1.6 %; exact up to 4,096 values.
   */
  public static final int THETA_LG_NOMINAL = 12;

  private SketchFormat() {}
}
