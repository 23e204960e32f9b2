package metricflow.tests.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One Java file of a module's main sources.
 *
 * @param module the module's folder name
 * @param path from the repository's root
 */
record SourceFile(String module, Path path, List<String> lines) {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final String MAIN = "src/main/java";

  /** All main sources of {@code modules}. */
  static List<SourceFile> of(List<String> modules) {
    return modules.stream().flatMap(SourceFile::of).toList();
  }

  private static Stream<SourceFile> of(String module) {
    Path sources = ROOT.resolve(module).resolve(MAIN);
    if (!Files.isDirectory(sources)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.walk(sources)) {
      List<Path> java = files.filter(file -> file.toString().endsWith(".java")).toList();
      return java.stream().map(file -> read(module, file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static SourceFile read(String module, Path file) {
    try {
      return new SourceFile(module, ROOT.relativize(file), Files.readAllLines(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Name of the type the file declares. */
  String typeName() {
    return path.getFileName().toString().replace(".java", "");
  }

  /** Name of the package, from the folders. */
  String packageName() {
    String folders = path.getParent().toString();
    return folders.substring(folders.indexOf(MAIN) + MAIN.length() + 1).replace('/', '.');
  }

  /** The names imported, without {@code static}. */
  List<String> imports() {
    return lines.stream()
        .filter(line -> line.startsWith("import "))
        .map(line -> line.replace("import ", "").replace("static ", "").replace(";", ""))
        .toList();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
