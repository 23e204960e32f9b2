package metricflow.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class RoleTest {
  @Test
  void without_arguments_a_process_has_both_roles() {
    assertThat(Role.fromArguments()).containsExactly(Role.COLLECTOR, Role.QUERY);
  }

  @Test
  void roles_are_named_on_the_command_line() {
    assertThat(Role.fromArguments("--role", "query")).containsExactly(Role.QUERY);
    assertThat(Role.fromArguments("--role", "collector,query"))
        .containsExactly(Role.COLLECTOR, Role.QUERY);
  }

  @Test
  void anything_else_is_refused_by_name() {
    assertThatThrownBy(() -> Role.fromArguments("--role", "writer")).hasMessageContaining("writer");
    assertThatThrownBy(() -> Role.fromArguments("--port")).hasMessageContaining("--port");
  }
}
