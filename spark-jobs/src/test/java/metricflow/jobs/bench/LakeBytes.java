package metricflow.jobs.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import metricflow.jobs.Lake;
import metricflow.table.Table;
import metricflow.table.Tables;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.delta.actions.AddFile;

/** What tables and columns take on disk, from the footers of the files. */
final class LakeBytes {
  private final Lake lake;
  private final Configuration hadoop;

  LakeBytes(Lake lake) {
    this.lake = lake;
    hadoop = lake.spark().sparkContext().hadoopConfiguration();
  }

  private static final class Column {
    private long compressed;
    private long plain;
  }

  private static final class Size {
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private long files;
    private long rows;
    private long bytes;
  }

  /** The events' columns, the largest first, then the tables; bytes an event in both. */
  void print(PrintStream out) {
    Size events = size(Tables.EVENTS);
    line(
        out,
        "%n%,d events in %,d files of %,d MB%n",
        events.rows,
        events.files,
        events.bytes >> 20);
    line(out, "| column of `events` | bytes an event | of the whole | before zstd |");
    line(out, "|---|---|---|---|");
    events.columns.entrySet().stream()
        .sorted(Comparator.comparingLong(column -> -column.getValue().compressed))
        .forEach(column ->
            line(
                out,
                "| %s | %.2f | %.1f %% | %.2f |",
                column.getKey(),
                (double) column.getValue().compressed / events.rows,
                100.0 * column.getValue().compressed / events.bytes,
                (double) column.getValue().plain / events.rows));
    line(out, "| **all, with footers** | **%.2f** | | |", (double) events.bytes / events.rows);
    line(out, "%n| table | rows | files | MB | bytes a row | bytes an event |");
    line(out, "|---|---|---|---|---|---|");
    for (Table table : Tables.all()) {
      Size size = size(table);
      if (size.rows > 0) {
        line(
            out,
            "| %s | %,d | %,d | %,.1f | %.1f | %.2f |",
            table.name(),
            size.rows,
            size.files,
            size.bytes / 1e6,
            (double) size.bytes / size.rows,
            (double) size.bytes / events.rows);
      }
    }
  }

  private static void line(PrintStream out, String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }

  private Size size(Table table) {
    Size size = new Size();
    List<AddFile> files = lake.log(table).unsafeVolatileSnapshot().allFiles().collectAsList();
    for (AddFile file : files) {
      size.files++;
      size.bytes += file.size();
      try (ParquetFileReader reader =
          ParquetFileReader.open(
              HadoopInputFile.fromPath(new Path(lake.location(table), file.path()), hadoop))) {
        for (BlockMetaData block : reader.getRowGroups()) {
          size.rows += block.getRowCount();
          for (ColumnChunkMetaData chunk : block.getColumns()) {
            Column column =
                size.columns.computeIfAbsent(chunk.getPath().toDotString(), name -> new Column());
            column.compressed += chunk.getTotalSize();
            column.plain += chunk.getTotalUncompressedSize();
          }
        }
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
    return size;
  }
}
