package metricflow.api.collect;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import metricflow.bus.EventBatchCodec;
import metricflow.bus.RejectedEvent;
import metricflow.bus.RejectedEventJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Countries by address, through the real server; requests come from 127.0.0.1, which is SE. */
final class ClientAddressTest {
  private static final String EVENT = "{\"event\":\"click\",\"distinct_id\":\"ada\"}";
  private static final String BATCH = "{\"batch\":[" + EVENT + "]}";
  private static final String ADDRESS = "192.0.2.17";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|192.0.2.17|SE",
        "1|192.0.2.17|DE",
        "1|2001:db8::1, 192.0.2.17|DE",
        "1|192.0.2.17:4711|DE",
        "1|[2001:db8::1]:4711|JP",
        "1|2001:db8::1|JP",
        "1|unknown|SE",
        "1|192.0.2.17, not-an-address|SE",
        "2|192.0.2.17, 10.0.0.1|DE",
        "2|192.0.2.17|SE"
      })
  void only_entries_of_trusted_proxies_are_believed(int proxies, String header, String country) {
    try (CollectorServer server = server(proxies)) {
      send(server, BATCH, header);

      assertThat(server.bus.events().getFirst().country()).isEqualTo(country);
    }
  }

  @Test
  void the_entries_of_several_headers_are_one_list() {
    try (CollectorServer server = server(1)) {
      server.send(
          server
              .request()
              .header("X-Forwarded-For", "2001:db8::1")
              .header("X-Forwarded-For", ADDRESS)
              .POST(BodyPublishers.ofString(BATCH)));

      assertThat(server.bus.events().getFirst().country()).isEqualTo("DE");
    }
  }

  @Test
  void the_country_of_an_event_and_of_a_proxy_win_over_the_address() {
    try (CollectorServer server = server(1)) {
      server.send(
          server
              .request()
              .header("X-Forwarded-For", ADDRESS)
              .header("X-Country", "AT")
              .POST(
                  BodyPublishers.ofString(
                      "{\"batch\":[%s,{\"event\":\"a\",\"distinct_id\":\"b\",\"country\":\"IT\"}]}"
                          .formatted(EVENT))));

      assertThat(server.bus.events())
          .extracting(event -> event.country())
          .containsExactly("AT", "IT");
    }
  }

  @Test
  void the_address_reaches_neither_bus_nor_rejects_nor_log() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Logger ours = (Logger) LoggerFactory.getLogger("metricflow");
    log.start();
    root.addAppender(log);
    ours.setLevel(Level.TRACE);
    try (CollectorServer server = server(1)) {
      send(server, "{\"batch\":[" + EVENT + ",{\"event\":\"nobody\"}]}", ADDRESS);
      send(server, "{\"batch\":", ADDRESS);
      server.send(
          server
              .anonymousRequest("")
              .header("X-Forwarded-For", ADDRESS)
              .POST(BodyPublishers.ofString(BATCH)));
      server.bus.down = true;
      send(server, BATCH, ADDRESS);

      assertThat(server.bus.batches).hasSize(1);
      assertHidden(EventBatchCodec.encode(server.bus.batches.getFirst()));
      assertThat(server.bus.rejected).hasSize(3);
      for (RejectedEvent rejected : server.bus.rejected) {
        assertHidden(RejectedEventJson.encode(rejected));
      }
      assertThat(log.list)
          .noneMatch(line -> line.getFormattedMessage().contains(ADDRESS))
          .noneMatch(line -> line.getMDCPropertyMap().toString().contains(ADDRESS));
    } finally {
      ours.setLevel(null);
      root.detachAppender(log);
    }
  }

  /** Neither as text nor as its four bytes. */
  private static void assertHidden(byte[] record) {
    String bytes = new String(record, StandardCharsets.ISO_8859_1);
    byte[] address = InetAddress.ofLiteral(ADDRESS).getAddress();
    assertThat(bytes)
        .doesNotContain(ADDRESS)
        .doesNotContain(new String(address, StandardCharsets.ISO_8859_1));
  }

  private static void send(CollectorServer server, String body, String forwardedFor) {
    server.send(
        server
            .request()
            .header("X-Forwarded-For", forwardedFor)
            .POST(BodyPublishers.ofString(body)));
  }

  private static CollectorServer server(int proxies) {
    try {
      Path database = Path.of(ClientAddressTest.class.getResource("countries.mmdb").toURI());
      return new CollectorServer(
          Map.of(
              "METRICFLOW_GEOIP_DATABASE",
              database.toString(),
              "METRICFLOW_TRUSTED_PROXIES",
              Integer.toString(proxies)));
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
