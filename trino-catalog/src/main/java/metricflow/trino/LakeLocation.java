package metricflow.trino;

import java.nio.file.Path;

/** Where Trino finds the lake. */
final class LakeLocation {
  private LakeLocation() {}

  /**
   * The lake's location as Trino names it.
   *
   * @param lake a URI, which Trino reads as it is, or an absolute folder, whose parent is the
   *     catalog's {@code local.location}
   * @throws IllegalArgumentException when a folder is not absolute or has no name
   */
  static String inTrino(String lake) {
    if (lake.contains("://")) {
      return lake.endsWith("/") ? lake.substring(0, lake.length() - 1) : lake;
    }
    Path folder = Path.of(lake).normalize();
    if (!folder.isAbsolute() || folder.getFileName() == null) {
      throw new IllegalArgumentException(
          "METRICFLOW_LAKE is '%s'; Trino needs a URI or the absolute path of a folder"
              .formatted(lake));
    }
    return "local:///" + folder.getFileName();
  }
}
