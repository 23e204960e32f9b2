package metricflow.tests.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LayoutTest {
  private static final String GROUND_FLOOR = "lake-layout";
  private static final List<String> MODULES =
      List.of(GROUND_FLOOR, "streaming", "spark-jobs", "trino-catalog", "api", "tests");
  private static final int MAX_LINES = 400;
  private static final Pattern VAGUE_NAME = Pattern.compile(".*(Utils?|Manager|Helper|Impl)");

  private static final List<SourceFile> SOURCES = SourceFile.of(MODULES);

  @Test
  void modules_import_only_lake_layout_and_themselves() {
    Set<String> shared = packagesOf(GROUND_FLOOR);
    List<String> broken = new ArrayList<>();
    for (String module : MODULES) {
      Set<String> allowed = new HashSet<>(packagesOf(module));
      allowed.addAll(shared);
      for (SourceFile file : sourcesOf(module)) {
        for (String imported : file.imports()) {
          if (imported.startsWith("metricflow.") && !allowed.contains(packageOf(imported))) {
            broken.add("%s imports %s".formatted(file, imported));
          }
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void lake_layout_stands_on_the_jdk_and_a_json_reader() {
    assertThat(sourcesOf(GROUND_FLOOR))
        .isNotEmpty()
        .allSatisfy(file ->
            assertThat(file.imports())
                .as(file.toString())
                .allMatch(imported ->
                    imported.startsWith("java.")
                        || imported.startsWith("com.fasterxml.jackson.core.")
                        || imported.startsWith("metricflow.")));
  }

  @Test
  void no_package_spans_two_modules() {
    Set<String> seen = new HashSet<>();
    for (String module : MODULES) {
      for (String name : packagesOf(module)) {
        assertThat(seen.add(name)).as("%s of %s is new", name, module).isTrue();
      }
    }
  }

  @Test
  void every_package_says_what_lives_there_and_who_may_call_it() {
    for (String module : MODULES) {
      Set<String> described =
          sourcesOf(module).stream()
              .filter(file -> file.typeName().equals("package-info"))
              .map(SourceFile::packageName)
              .collect(Collectors.toSet());
      assertThat(described).as(module).containsAll(packagesOf(module));
    }
  }

  @Test
  void no_source_file_is_longer_than_four_hundred_lines() {
    assertThat(SOURCES)
        .filteredOn(file -> file.lines().size() > MAX_LINES)
        .as("files of more than %d lines", MAX_LINES)
        .isEmpty();
  }

  @Test
  void no_class_is_a_util_a_manager_a_helper_or_an_impl() {
    assertThat(SOURCES).filteredOn(file -> VAGUE_NAME.matcher(file.typeName()).matches()).isEmpty();
  }

  private static List<SourceFile> sourcesOf(String module) {
    return SOURCES.stream().filter(file -> file.module().equals(module)).toList();
  }

  private static Set<String> packagesOf(String module) {
    return sourcesOf(module).stream().map(SourceFile::packageName).collect(Collectors.toSet());
  }

  /** The package of an imported type, member or nested type: the part before the first capital. */
  private static String packageOf(String imported) {
    StringBuilder name = new StringBuilder();
    for (String part : imported.split("\\.")) {
      if (Character.isUpperCase(part.charAt(0))) {
        break;
      }
      name.append(name.isEmpty() ? "" : ".").append(part);
    }
    return name.toString();
  }
}
