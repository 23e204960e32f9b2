package metricflow.api.collect;

import static org.assertj.core.api.Assertions.assertThat;

import metricflow.api.collect.UserAgents.Client;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

final class UserAgentsTest {
  private final UserAgents userAgents = new UserAgents();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          desktop | Chrome        | Windows  | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36
          desktop | Safari        | Mac OS X | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15
          desktop | Firefox       | Linux    | Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0
          mobile  | Mobile Safari | iOS      | Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1
          mobile  | Chrome Mobile | Android  | Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36
          tablet  | Mobile Safari | iOS      | Mozilla/5.0 (iPad; CPU OS 15_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.6 Mobile/15E148 Safari/604.1
          tablet  | Chrome        | Android  | Mozilla/5.0 (Linux; Android 13; SM-X700) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36
          """)
  void people_have_devices(String device, String browser, String os, String userAgent) {
    assertThat(userAgents.client(userAgent)).isEqualTo(new Client(device, browser, os));
  }

  @ParameterizedTest
  @ValueSource(strings = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")
  void crawlers_are_bots(String userAgent) {
    assertThat(userAgents.client(userAgent).device()).isEqualTo("bot");
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"Java-http-client/25", "x"})
  void what_is_not_recognised_stays_unknown(String userAgent) {
    assertThat(userAgents.client(userAgent).device()).isNull();
  }
}
