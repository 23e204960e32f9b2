package metricflow.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobMainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private ExitCode run(String... args) {
    return new JobMain(Map.of(), new PrintStream(out, true), new PrintStream(err, true)).run(args);
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }

  @Test
  void help_names_every_job() {
    assertThat(run("--help")).isEqualTo(ExitCode.DONE);
    assertThat(text(out))
        .contains(
            "backfill",
            "promote",
            "compact",
            "rollups",
            "replay-rejects",
            "retention",
            "erase",
            "reconcile")
        .contains("0 done, 1 failed, 2 wrong call, 3 done, but look at it");
  }

  @Test
  void each_job_has_help_that_names_its_flags() {
    assertThat(run("backfill", "--help")).isEqualTo(ExitCode.DONE);
    assertThat(text(out)).contains("--project", "--input", "--json");
    assertThat(run("compact", "--help")).isEqualTo(ExitCode.DONE);
    assertThat(text(out)).contains("--from", "--to", "--dry-run");
    assertThat(run("reconcile", "--help")).isEqualTo(ExitCode.DONE);
    assertThat(text(out)).contains("--tolerance", "--report", "METRICFLOW_JOB_REPORTS");
    assertThat(run("replay-rejects", "--help")).isEqualTo(ExitCode.DONE);
    assertThat(text(out)).contains("--project", "--reason", "default: today");
  }

  @Test
  void an_unknown_job_is_named() {
    assertThat(run("compress")).isEqualTo(ExitCode.WRONG_CALL);
    assertThat(text(err)).contains("'compress'");
  }

  @Test
  void an_unknown_flag_is_named() {
    assertThat(run("rollups", "--since", "2026-03-14")).isEqualTo(ExitCode.WRONG_CALL);
    assertThat(text(err)).contains("'--since' is no flag of rollups");
  }

  @Test
  void a_missing_flag_is_named() {
    assertThat(run("backfill", "--project", "1")).isEqualTo(ExitCode.WRONG_CALL);
    assertThat(text(err)).contains("'--input PATH");
  }

  @Test
  void a_flag_without_its_value_is_named() {
    assertThat(run("backfill", "--project", "--input", "x")).isEqualTo(ExitCode.WRONG_CALL);
    assertThat(text(err)).contains("'--project' needs a value: ID");
  }

  @Test
  void flags_that_go_together_are_named() {
    assertThat(run("erase", "--project", "1")).isEqualTo(ExitCode.WRONG_CALL);
    assertThat(run("retention", "--days", "30")).isEqualTo(ExitCode.WRONG_CALL);
    assertThat(text(err))
        .contains("'--project' and '--distinct-id' go together")
        .contains("'--project' and '--days' go together");
  }

  @Test
  void days_too_few_to_keep_are_a_wrong_call() {
    assertThat(run("retention", "--project", "1", "--days", "6")).isEqualTo(ExitCode.WRONG_CALL);
    assertThat(text(err)).contains("Project 1 cannot keep 6 days: 7 to 90 are possible");
  }

  @Test
  void values_that_make_no_sense_are_named() {
    assertThat(run("backfill", "--project", "zero", "--input", "x")).isEqualTo(ExitCode.WRONG_CALL);
    assertThat(run("compact", "--from", "yesterday")).isEqualTo(ExitCode.WRONG_CALL);
    assertThat(run("replay-rejects", "--project", "0")).isEqualTo(ExitCode.WRONG_CALL);
    assertThat(run("rollups", "--from", "2026-03-14", "--to", "2026-03-13"))
        .isEqualTo(ExitCode.WRONG_CALL);
    assertThat(text(err))
        .contains("'zero'", "'yesterday'", "'--to' 2026-03-13 is before '--from' 2026-03-14");
  }
}
