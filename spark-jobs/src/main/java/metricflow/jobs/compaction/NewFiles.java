package metricflow.jobs.compaction;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import metricflow.jobs.EventDays;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How the files of a compaction enter the log.
 *
 * @param compaction tells files of one compaction from those of others
 * @param promotion the newest promotion whose columns the files have; 0: none
 * @param changesRows whether rows were removed, or only moved
 * @param before the files they replace
 */
record NewFiles(String compaction, int promotion, boolean changesRows, List<AddFile> before) {

  List<Action> logged(List<AddFile> after) {
    Map<String, Long> newestOfDay = new HashMap<>();
    before.forEach(file -> newestOfDay.merge(day(file), file.modificationTime(), Math::max));
    return after.stream().map(file -> logged(file, newestOfDay.get(day(file)))).toList();
  }

  private static String day(AddFile file) {
    return file.partitionValues().apply("event_date");
  }

  private Action logged(AddFile file, long newestBefore) {
    return new AddFile(
            file.path(),
            file.partitionValues(),
            file.size(),
            // Rows that only moved are as old as they were: their day's rollup stays in place.
            changesRows ? file.modificationTime() : newestBefore,
            changesRows,
            file.stats(),
            file.tags(),
            file.deletionVector(),
            file.baseRowId(),
            file.defaultRowCommitVersion(),
            file.clusteringProvider(),
            file.backReference(),
            file.amtPassthrough())
        .copyWithTags(
            scala.collection.immutable.Map$.MODULE$.from(
                CollectionConverters.asScala(
                    Map.of(
                        EventDays.COMPACTION_TAG,
                        compaction,
                        EventDays.PROMOTION_TAG,
                        Integer.toString(promotion)))));
  }

  static long bytes(List<AddFile> files) {
    return files.stream().mapToLong(AddFile::size).sum();
  }

  static long rows(List<AddFile> files) {
    return files.stream()
        .mapToLong(file -> (Long) file.numLogicalRecords().getOrElse(() -> 0L))
        .sum();
  }

  static boolean tellRows(List<AddFile> files) {
    return files.stream().allMatch(file -> file.numLogicalRecords().isDefined());
  }

  static <T> scala.collection.immutable.Seq<T> emptySeq() {
    return CollectionConverters.asScala(List.<T>of()).toSeq();
  }
}
