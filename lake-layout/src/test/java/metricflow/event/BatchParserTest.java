package metricflow.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BatchParserTest {
  private static final long NOW = Instant.parse("2026-11-24T03:00:00Z").toEpochMilli();
  private static final String GOOD = "{\"event\":\"click\",\"distinct_id\":\"ada\"}";

  private final BatchParser parser = new BatchParser(EventLimits.defaults());

  @Test
  void every_field_is_read() {
    Event event =
        accepted(
            """
            {"event":"page_view","event_id":"0199b1c2-0000-7000-8000-000000000001",
             "distinct_id":"ada","anonymous_id":"anon","session_id":"s1","sequence":17,
             "event_time":"2026-11-24T02:59:58.5Z","host":"shop.example","page":"/pricing",
             "referrer":"https://r.example/","utm_source":"us","utm_medium":"um",
             "utm_campaign":"uc","country":"de","device":"mobile","browser":"Safari","os":"iOS",
             "plan":"pro","sdk":"js/0.1.0","properties":{"a":[1,{"b":null}]},
             "user_properties":{"name":"Ada"}}\
            """);

    assertThat(event)
        .isEqualTo(
            new Event(
                UUID.fromString("0199b1c2-0000-7000-8000-000000000001"),
                "page_view",
                "ada",
                "anon",
                "s1",
                17,
                NOW - 1_500,
                NOW - 1_500,
                "shop.example",
                "/pricing",
                "https://r.example/",
                "us",
                "um",
                "uc",
                "DE",
                "mobile",
                "Safari",
                "iOS",
                "pro",
                "js/0.1.0",
                "{\"a\":[1,{\"b\":null}]}",
                "{\"name\":\"Ada\"}"));
  }

  @Test
  void an_event_needs_a_name_and_somebody_only() {
    Event event = accepted(GOOD);

    assertThat(event.eventTime()).isEqualTo(NOW);
    assertThat(event.sequence()).isEqualTo(Event.NO_SEQUENCE);
    assertThat(event.eventId().version()).isEqualTo(7);
    assertThat(event.page()).isNull();
  }

  @Test
  void the_sending_time_corrects_events_wherever_it_stands() {
    String late = "{\"event\":\"a\",\"distinct_id\":\"b\",\"event_time\":\"2026-11-24T00:59:59Z\"}";
    String sentAt = "\"sent_at\":\"2026-11-24T01:00:00Z\"";

    BatchParser.ParsedBatch before = parse("{%s,\"batch\":[%s]}".formatted(sentAt, late));
    BatchParser.ParsedBatch after = parse("{\"batch\":[%s],%s}".formatted(late, sentAt));

    for (BatchParser.ParsedBatch batch : List.of(before, after)) {
      Verdict.Accepted first = (Verdict.Accepted) batch.verdicts().getFirst();
      assertThat(first.event().eventTime()).isEqualTo(NOW - 1_000);
    }
  }

  @Test
  void properties_keep_their_text_when_the_batch_is_read_again() {
    BatchParser.ParsedBatch batch =
        parse(
            "{\"x\":\"ü\",\"batch\":[{\"event\":\"a\",\"distinct_id\":\"b\","
                + "\"properties\":{ \"größe\" : 1.50 }}],\"sent_at\":1}");

    assertThat(((Verdict.Accepted) batch.verdicts().getFirst()).event().properties())
        .isEqualTo("{ \"größe\" : 1.50 }");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "17|EVENT_NOT_AN_OBJECT",
        "[]|EVENT_NOT_AN_OBJECT",
        "{\"distinct_id\":\"ada\"}|EVENT_NAME_MISSING",
        "{\"event\":\" \",\"distinct_id\":\"ada\"}|EVENT_NAME_MISSING",
        "{\"event\":\"click\"}|DISTINCT_ID_MISSING",
        "{\"event\":\"click\",\"distinct_id\":\"undefined\"}|DISTINCT_ID_INVALID",
        "{\"event\":{},\"distinct_id\":\"ada\"}|FIELD_TYPE_INVALID",
        "{\"event\":\"click\",\"distinct_id\":\"ada\",\"properties\":[]}|FIELD_TYPE_INVALID",
        "{\"event\":\"click\",\"distinct_id\":\"ada\",\"event_time\":\"soon\"}|EVENT_TIME_INVALID",
        "{\"event\":\"click\",\"distinct_id\":\"ada\",\"event_time\":1}|EVENT_TIME_TOO_OLD"
      })
  void what_is_wrong_with_an_event_is_its_own_verdict(String event, ProblemType type) {
    List<Verdict> verdicts = parse(batch(event, GOOD)).verdicts();

    assertThat(((Verdict.Rejected) verdicts.get(0)).problem().type()).isEqualTo(type);
    assertThat(((Verdict.Rejected) verdicts.get(0)).payload()).isEqualTo(event);
    assertThat(verdicts.get(1)).isInstanceOf(Verdict.Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"+999999999-12-31T23:59:59Z\"",
        "-9223372036854775808",
        "9223372036854775807",
        "99999999999999999999999"
      })
  void a_time_beyond_all_calendars_rejects_its_event_only(String time) {
    List<Verdict> verdicts =
        parse(batch("{\"event\":\"a\",\"distinct_id\":\"b\",\"event_time\":" + time + "}", GOOD))
            .verdicts();

    assertThat(((Verdict.Rejected) verdicts.get(0)).problem().type())
        .isEqualTo(ProblemType.EVENT_TIME_INVALID);
    assertThat(verdicts.get(1)).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void an_unreadable_sending_time_is_only_a_missing_correction() {
    for (String sentAt : List.of("\"yesterday\"", "{}", "99999999999999999999999")) {
      assertThat(parse("{\"sent_at\":" + sentAt + ",\"batch\":[" + GOOD + "]}").sentAt())
          .isEqualTo(EventClock.UNKNOWN);
    }
  }

  @Test
  void an_anonymous_id_that_many_share_is_left_out() {
    Event event =
        accepted("{\"event\":\"a\",\"distinct_id\":\"ada\",\"anonymous_id\":\"undefined\"}");

    assertThat(event.visitor()).isEqualTo("ada");
  }

  @Test
  void ids_that_are_no_uuid_always_give_the_same_event() {
    String event = "{\"event\":\"a\",\"distinct_id\":\"b\",\"event_id\":\"order-17\"}";

    assertThat(accepted(event).eventId()).isEqualTo(accepted(event).eventId());
  }

  @Test
  void events_beyond_the_batch_limit_are_rejected_one_by_one() {
    String large =
        "{\"event\":\"a\",\"distinct_id\":\"b\",\"properties\":{\"x\":\"%s\"}}"
            .formatted("x".repeat(30_000));
    String[] events = new String[20];
    Arrays.fill(events, large);

    List<Verdict> verdicts = parse(batch(events)).verdicts();

    assertThat(verdicts.stream().filter(Verdict.Accepted.class::isInstance)).hasSize(17);
    assertThat(((Verdict.Rejected) verdicts.getLast()).problem().type())
        .isEqualTo(ProblemType.BATCH_TOO_LARGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~~|BATCH_MISSING",
        "[]|BATCH_MISSING",
        "{}|BATCH_MISSING",
        "{\"batch\":{}}|BATCH_MISSING",
        "{\"batch\":[|MALFORMED_JSON",
        "{\"batch\":[]} x|MALFORMED_JSON",
        "{\"batch\":[{\"event\":}]}|MALFORMED_JSON"
      })
  void a_body_that_holds_no_batch_is_refused(String body, ProblemType type) {
    assertThatThrownBy(() -> parse(body))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem().type()).isEqualTo(type));
  }

  @Test
  void a_body_that_is_not_utf8_is_refused() {
    byte[] utf16 = batch(GOOD).getBytes(StandardCharsets.UTF_16LE);

    assertThatThrownBy(() -> parser.parse(utf16, NOW))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void a_byte_order_mark_is_passed_over() {
    assertThat(parse("\ufeff" + batch(GOOD)).verdicts()).hasSize(1);
  }

  @Test
  void nesting_is_bounded() {
    String deep = "{\"event\":\"a\",\"distinct_id\":\"b\",\"x\":" + "[".repeat(100_000);

    assertThatThrownBy(() -> parse(batch(deep))).isInstanceOf(ProblemException.class);
  }

  @Test
  void a_single_line_is_read_without_a_batch() {
    byte[] line = GOOD.getBytes(StandardCharsets.UTF_8);

    assertThat(parser.parseEvent(line, NOW)).isInstanceOf(Verdict.Accepted.class);
    assertThat(parser.parseEvent("{".getBytes(StandardCharsets.UTF_8), NOW))
        .isInstanceOf(Verdict.Rejected.class);
    assertThat(parser.parseEvent(new byte[0], NOW)).isInstanceOf(Verdict.Rejected.class);
  }

  private Event accepted(String event) {
    return ((Verdict.Accepted) parse(batch(event)).verdicts().getFirst()).event();
  }

  private BatchParser.ParsedBatch parse(String body) {
    return parser.parse(body.getBytes(StandardCharsets.UTF_8), NOW);
  }

  private static String batch(String... events) {
    return "{\"batch\":[" + String.join(",", events) + "]}";
  }
}
