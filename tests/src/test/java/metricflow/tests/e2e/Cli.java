package metricflow.tests.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import metricflow.tests.instance.Instance;

/** The {@code ./metricflow} command of the instance under test. */
record Cli(Instance instance) {

  /** How a command ended and what it printed, errors included. */
  record Result(int exit, String output) {}

  /**
   * Runs a command to its end.
   *
   * @throws AssertionError with its output when it does not exit with 0
   */
  String run(String... words) {
    Result result = attempt(words);
    if (result.exit() != 0) {
      throw new AssertionError(
          "./metricflow %s exited with %d:%n%s"
              .formatted(String.join(" ", words), result.exit(), result.output()));
    }
    return result.output();
  }

  Result attempt(String... words) {
    List<String> command = new ArrayList<>(List.of(instance.command()));
    command.addAll(List.of("--instance", instance.name()));
    command.addAll(List.of(words));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
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
