package metricflow.streaming.upkeep;

import io.delta.kernel.Snapshot;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.ScanImpl;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The files of a version of a table.
 *
 * @param snapshot the version
 * @param paths all of them, as the log has them
 * @param ofStream those the stream wrote
 */
record ActiveFiles(Snapshot snapshot, Set<String> paths, List<SmallFile> ofStream) {

  static ActiveFiles of(Snapshot snapshot, Engine engine) throws IOException {
    Set<String> paths = new HashSet<>();
    List<SmallFile> ofStream = new ArrayList<>();
    ScanImpl scan = (ScanImpl) snapshot.getScanBuilder().build();
    try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine, true)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          while (rows.hasNext()) {
            Row row = rows.next();
            AddFile file = new AddFile(row.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL));
            paths.add(file.getPath());
            OptionalInt copies = FileName.copies(file.getPath());
            // Without a row count nothing could be said about the merged file. A file with a
            // deletion vector has rows that must not come back.
            if (copies.isPresent()
                && file.getNumRecords().isPresent()
                && file.getDeletionVector().isEmpty()) {
              ofStream.add(
                  new SmallFile(
                      file.getPath(),
                      LocalDate.parse(
                          InternalScanFileUtils.getPartitionValues(row).values().iterator().next()),
                      copies.getAsInt(),
                      file.getSize(),
                      file.getModificationTime(),
                      file));
            }
          }
        }
      }
    }
    return new ActiveFiles(snapshot, paths, ofStream);
  }
}
