package metricflow.tests.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The streaming module's simulated day, a process of its own that is told what to do. */
final class DayWriter implements AutoCloseable {
  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;

  /**
   * What a stretch of commits took.
   *
   * @param seconds in all
   * @param careSeconds of it, checkpoints, merges and deletions
   */
  record Written(double seconds, double careSeconds) {}

  /** Starts {@code command}, the java call up to the arguments of the simulated day. */
  DayWriter(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    commands = process.outputWriter(StandardCharsets.UTF_8);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  Written write(long commits) throws IOException {
    return figures("write " + commits);
  }

  /** Hours that are merged to minutes already. */
  Written pass(long hours) throws IOException {
    return figures("hours " + hours);
  }

  private Written figures(String command) throws IOException {
    tell(command);
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith("commits_count=")) {
        return new Written(figure(line, "seconds"), figure(line, "care_seconds"));
      }
    }
    throw new IOException("the simulated day ended before its answer");
  }

  /** A commit each second until the next command. */
  void live() throws IOException {
    tell("live");
  }

  private void tell(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
  }

  private static double figure(String line, String name) {
    for (String pair : line.split(" ")) {
      if (pair.startsWith(name + "=")) {
        return Double.parseDouble(pair.substring(name.length() + 1));
      }
    }
    throw new IllegalArgumentException(line + " has no " + name);
  }

  @Override
  public void close() throws IOException {
    commands.close();
    process.destroy();
  }
}
