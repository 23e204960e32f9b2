package metricflow.streaming.upkeep;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which files to merge. Files of a day whose rows have been copied equally often go together, the
 * oldest first, when there are enough of them: at a commit a second a file for each minute and then
 * one for each hour. No row is copied more than {@link #MOST_COPIES} times.
 */
final class MergePlan {
  /** Files that make a merge worth while. */
  static final int ENOUGH_FILES = 60;

  /**
   * The same for days before today. Late events come to them one by one, and each merge can make a
   * compaction of that day start again.
   */
  static final int ENOUGH_FILES_OF_CLOSED_DAY = 600;

  /** Size at which a file is large enough for good. */
  static final long LARGE_BYTES = 128L << 20;

  /** Times a row is copied at most. */
  static final int MOST_COPIES = 3;

  private MergePlan() {}

  /** Files to be merged into one, of one day. */
  record Group(LocalDate day, int copies, List<SmallFile> files) {}

  private record Kind(LocalDate day, int copies) {}

  /** The merges that are due. */
  static List<Group> of(List<SmallFile> active, LocalDate today) {
    Map<Kind, List<SmallFile>> kinds =
        new TreeMap<>(Comparator.comparing(Kind::day).thenComparing(Kind::copies));
    for (SmallFile file : active) {
      if (file.copies() < MOST_COPIES && file.bytes() < LARGE_BYTES) {
        kinds
            .computeIfAbsent(new Kind(file.day(), file.copies()), kind -> new ArrayList<>())
            .add(file);
      }
    }
    List<Group> groups = new ArrayList<>();
    kinds.forEach((kind, files) -> {
      if (due(files, kind.day().isBefore(today))) {
        groups.addAll(divided(kind, files));
      }
    });
    return groups;
  }

  private static boolean due(List<SmallFile> files, boolean closed) {
    return files.size() >= (closed ? ENOUGH_FILES_OF_CLOSED_DAY : ENOUGH_FILES)
        || (!closed && files.stream().mapToLong(SmallFile::bytes).sum() >= LARGE_BYTES);
  }

  /** In order of time, so that a merged file covers a short span; each as large as is useful. */
  private static List<Group> divided(Kind kind, List<SmallFile> files) {
    List<Group> groups = new ArrayList<>();
    List<SmallFile> together = new ArrayList<>();
    long bytes = 0;
    for (SmallFile file :
        files.stream().sorted(Comparator.comparingLong(SmallFile::modifiedAt)).toList()) {
      together.add(file);
      bytes += file.bytes();
      if (bytes >= LARGE_BYTES) {
        groups.add(new Group(kind.day(), kind.copies(), List.copyOf(together)));
        together.clear();
        bytes = 0;
      }
    }
    if (!together.isEmpty()) {
      groups.add(new Group(kind.day(), kind.copies(), List.copyOf(together)));
    }
    return groups.stream().filter(group -> group.files().size() > 1).toList();
  }
}
