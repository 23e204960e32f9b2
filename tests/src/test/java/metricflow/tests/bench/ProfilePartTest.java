package metricflow.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProfilePartTest {
  @Test
  void a_method_of_the_jdk_belongs_to_its_caller() {
    assertThat(
            ProfilePart.of(
                List.of(
                    "java.util.HashMap.get",
                    "metricflow.streaming.step.ProjectFold.add",
                    "org.apache.spark.scheduler.Task.run")))
        .isEqualTo("fold of live counters");
  }

  @Test
  void compression_is_told_apart_from_who_asks_for_it() {
    assertThat(
            ProfilePart.of(
                List.of(
                    "java.util.zip.Inflater.inflate", "metricflow.api.collect.BodyReader.read")))
        .isEqualTo("gzip");
  }

  @Test
  void a_stack_of_the_jdk_alone_is_nobodys() {
    assertThat(ProfilePart.of(List.of("java.lang.Thread.run"))).isEqualTo("JDK alone");
  }

  @Test
  void compiler_and_collector_threads_are_known_by_their_cut_names() {
    assertThat(ProfilePart.ofThread("C2 CompilerThre")).isEqualTo("JIT compiler");
    assertThat(ProfilePart.ofThread("GC Thread#0")).isEqualTo("garbage collector");
    assertThat(ProfilePart.ofThread("Executor task l")).isEqualTo(ProfilePart.SAMPLED);
  }
}
