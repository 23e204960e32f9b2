package metricflow.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class RejectedEventJsonTest {
  private static final RejectedEvent FULL =
      new RejectedEvent(
          new UUID(1, 2),
          7,
          new UUID(3, 4),
          1_795_000_000_000L,
          "reason",
          "detail „ü“ 🎉",
          "e-1",
          "mfw_0123",
          "{\"event\":\"\u0001\n\"");

  @Test
  void what_is_encoded_is_decoded() {
    assertThat(RejectedEventJson.decode(RejectedEventJson.encode(FULL))).isEqualTo(FULL);
  }

  @Test
  void what_is_not_known_stays_unknown() {
    RejectedEvent bare =
        new RejectedEvent(
            new UUID(1, 2), null, new UUID(3, 4), 5, "reason", "detail", null, null, null);

    assertThat(RejectedEventJson.decode(RejectedEventJson.encode(bare))).isEqualTo(bare);
  }

  @Test
  void fields_of_a_later_version_are_passed_over() {
    String later =
        "{\"reason\":\"r\",\"new\":{\"reason\":\"x\",\"y\":[1]},\"detail\":[1,{}],\"event_id\":\"e\"}";

    RejectedEvent read = RejectedEventJson.decode(later.getBytes(StandardCharsets.UTF_8));

    assertThat(read.reason()).isEqualTo("r");
    assertThat(read.detail()).isNull();
    assertThat(read.eventId()).isEqualTo("e");
  }

  @Test
  void what_is_no_object_is_refused() {
    assertThatThrownBy(() -> RejectedEventJson.decode("[]".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void wrong_bytes_are_refused_and_nothing_worse(
      @ForAll @IntRange(min = 0) int at, @ForAll byte wrong) {
    byte[] bytes = RejectedEventJson.encode(FULL);
    bytes[at % bytes.length] = wrong;
    try {
      assertThat(RejectedEventJson.decode(bytes)).isNotNull();
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }
}
