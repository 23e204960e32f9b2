package metricflow.api.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real database files; {@code make-countries.py} beside them wrote them. */
final class CountriesTest {
  private static final String GERMAN = "192.0.2.17";

  @TempDir Path folder;
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void an_address_has_the_country_of_its_network() throws IOException {
    Countries countries = Countries.in(database("countries.mmdb"), nanos::get);

    assertThat(countryOf(countries, GERMAN)).isEqualTo("DE");
    assertThat(countryOf(countries, "2001:db8::17")).isEqualTo("JP");
  }

  @Test
  void an_address_nobody_knows_has_no_country() throws IOException {
    Countries countries = Countries.in(database("countries.mmdb"), nanos::get);

    assertThat(countryOf(countries, "203.0.113.1")).isNull();
    assertThat(countryOf(countries, "198.51.100.1")).as("a record without a country").isNull();
    assertThat(countryOf(Countries.unknown(), GERMAN)).isNull();
  }

  @Test
  void a_file_that_was_replaced_is_read_without_a_restart() throws IOException {
    Path file = database("countries.mmdb");
    Countries countries = Countries.in(file, nanos::get);

    Files.move(
        database("countries-renewed.mmdb"),
        file,
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
    nanos.addAndGet(Duration.ofSeconds(9).toNanos());
    assertThat(countryOf(countries, GERMAN)).isEqualTo("DE");
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(countryOf(countries, GERMAN)).isEqualTo("FR");
  }

  @Test
  void a_broken_replacement_leaves_the_last_edition_in_use() throws IOException {
    Path file = database("countries.mmdb");
    Countries countries = Countries.in(file, nanos::get);

    Files.writeString(file, "half a download");
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(countryOf(countries, GERMAN)).isEqualTo("DE");
  }

  @Test
  void a_file_that_cannot_be_read_is_named_at_the_start() throws IOException {
    Path missing = folder.resolve("missing.mmdb");
    Path text = Files.writeString(folder.resolve("text.mmdb"), "no database");

    for (Path file : new Path[] {missing, text}) {
      assertThatThrownBy(() -> Countries.in(file, nanos::get))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("METRICFLOW_GEOIP_DATABASE")
          .hasMessageContaining(file.toString())
          .hasMessageContaining("leave the setting empty");
    }
  }

  private Path database(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = CountriesTest.class.getResourceAsStream(name)) {
      Files.copy(in, file);
    }
    return file;
  }

  private static String countryOf(Countries countries, String address) {
    return countries.of(InetAddress.ofLiteral(address));
  }
}
