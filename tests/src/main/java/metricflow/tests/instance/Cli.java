package metricflow.tests.instance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The {@code ./metricflow} command of the instance under test. */
public record Cli(Instance instance) {

  /** How a command ended and what it printed, errors included. */
  public record Result(int exit, String output) {}

  /**
   * Runs a command to its end.
   *
   * @throws AssertionError with its output when it does not exit with 0
   */
  public String run(String... words) {
    Result result = attempt(words);
    if (result.exit() != 0) {
      throw new AssertionError(
          "./metricflow %s exited with %d:%n%s"
              .formatted(String.join(" ", words), result.exit(), result.output()));
    }
    return result.output();
  }

  /** Runs a command to its end, however it ends. */
  public Result attempt(String... words) {
    return attempt(Map.of(), words);
  }

  /** The same with {@code environment} added to this process's own. */
  public Result attempt(Map<String, String> environment, String... words) {
    List<String> command = new ArrayList<>(List.of(instance.command()));
    command.addAll(List.of("--instance", instance.name()));
    command.addAll(List.of(words));
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + command, stopped);
    }
  }
}
