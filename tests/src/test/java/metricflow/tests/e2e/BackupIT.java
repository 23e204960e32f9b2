package metricflow.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import metricflow.tests.instance.Await;
import metricflow.tests.instance.Cli;
import metricflow.tests.instance.Instance;
import metricflow.tests.instance.LakeSql;
import metricflow.tests.instance.Project;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup of the running instance, restored into an empty one. */
class BackupIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String COPY = "backup-copy";

  @TempDir Path folder;
  private final Instance instance = Instance.fromEnvironment();
  private final Cli cli = new Cli(instance);

  @Test
  void a_restored_instance_has_the_same_lake_keys_and_checkpoints_and_the_first_goes_on()
      throws Exception {
    Project project = Project.create(instance, "backup");
    send(project, "before", 40);
    try (LakeSql lake = new LakeSql(instance)) {
      awaitRows(lake, project, 40);

      Path backup = folder.resolve("backup");
      assertThat(cli.run("backup", backup.toString())).contains("Backed up", "To restore it");
      restore(backup, project);

      send(project, "after", 10);
      awaitRows(lake, project, 50);
    }
  }

  private static void send(Project project, String event, int count) {
    project.send(IntStream.range(0, count).mapToObj(i -> event(event, i)).toList()).expect(200);
  }

  private static Map<String, Object> event(String name, int number) {
    return Map.of("event", name, "distinct_id", "visitor-" + number);
  }

  private static void awaitRows(LakeSql lake, Project project, int rows) {
    Await.upTo(PATIENCE, "%d rows of the project".formatted(rows))
        .until(
            () -> lake.number("SELECT count(*) FROM events WHERE project_id = ?", project.id()),
            count -> count == rows);
  }

  private void restore(Path backup, Project project) throws IOException, InterruptedException {
    Cli.Result refused = cli.attempt("restore", backup.toString());
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.output()).contains("has data already");
    try {
      copy("restore", backup.toString(), "--port-base", "" + freePortBase());
      for (String part : List.of("lake", "checkpoints", "kafka", "metadata")) {
        assertThat(files(copyFolder().resolve("data").resolve(part)))
            .describedAs(part)
            .isNotEmpty()
            .isEqualTo(files(backup.resolve("data").resolve(part)));
      }
      assertThat(copyFolder().resolve("keys.env"))
          .hasSameTextualContentAs(backup.resolve("keys.env"));
      copy("up", "kafka", "redis", "trino", "streaming", "catalog");
      assertThat(
              copy(
                  "sql",
                  "--csv",
                  "SELECT count(*), count(DISTINCT distinct_id) FROM events WHERE project_id = "
                      + project.id()))
          .contains("\"40\",\"40\"");
    } finally {
      copy("purge", "--yes");
    }
  }

  private Path copyFolder() {
    return Path.of(instance.command()).resolveSibling(".metricflow").resolve(COPY);
  }

  private static int freePortBase() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return 10_000 + free.getLocalPort() % 9_000 / 10 * 10;
    }
  }

  private String copy(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(instance.command(), "--instance", COPY));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).describedAs(output).isZero();
    return output;
  }

  /** Sizes by path. */
  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file) + " " + file.toFile().length())
          .sorted()
          .toList();
    }
  }
}
