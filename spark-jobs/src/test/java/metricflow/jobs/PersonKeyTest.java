package metricflow.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The key is the hash that Trino makes: known values of xxHash64 with seed 0. */
final class PersonKeyTest {
  @ParameterizedTest
  @CsvSource({
    "'', ef46db3751d8e999",
    "a, d24ec4f1a98c6e5b",
    "abc, 44bc2cf5ad770999",
    "Nobody inspects the spammish repetition, fbcea83c8a378bf1",
  })
  void the_key_is_xx_hash_64(String id, String hash) {
    assertThat(PersonKey.of(id)).isEqualTo(Long.parseUnsignedLong(hash, 16));
  }
}
