package metricflow.tests.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import metricflow.tests.instance.Instance;
import metricflow.tests.instance.Project;
import metricflow.tests.simulation.VisitorsMain;

/** The simulated visitors as a process of their own, sending to one project. */
record Visitors(Process process) implements AutoCloseable {

  /** Runs a command of the simulation to its end. */
  static void run(Instance instance, Project project, String... words) {
    try (Visitors visitors = start(instance, project, words)) {
      int exit = visitors.process().waitFor();
      if (exit != 0) {
        throw new AssertionError("visitors %s exited with %d".formatted(List.of(words), exit));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for visitors", stopped);
    }
  }

  /** Starts a command of the simulation; closing it asks it to stop. */
  static Visitors start(Instance instance, Project project, String... words) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command =
        new ArrayList<>(List.of(java, "-Xmx256m", "-cp", classPath, VisitorsMain.class.getName()));
    command.addAll(List.of(words));
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().put("METRICFLOW_API", instance.api().toString());
    process.environment().put("METRICFLOW_WRITE_KEY", project.writeKey());
    process.environment().put("METRICFLOW_READ_KEY", project.readKey());
    process.redirectOutput(new File("target/visitors-%s.log".formatted(words[0])));
    try {
      return new Visitors(process.start());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
