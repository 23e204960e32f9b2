package metricflow.api.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Optional;
import metricflow.api.query.filter.Field;
import metricflow.api.query.filter.Filter;
import metricflow.api.web.Json;
import metricflow.funnel.FunnelOrder;
import metricflow.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionParserTest {
  private static final EventSelector REFUND = new EventSelector(List.of("refund"), Filter.ANY);

  @Test
  void reads_a_funnel_with_everything() {
    Funnel funnel =
        (Funnel)
            parse(
                """
                'kind':'funnel','time_zone':'Europe/Berlin','order':'strict','count':'sessions',
                'steps':[{'event':['a','b'],'filter':{'property':'os','operator':'set'}},
                         {'label':'last','alternatives':[{'event':'c'},{'event':'d'}]}],
                'exclusions':[{'event':'refund'}],'hold_constant':['properties.item'],
                'filter':{'property':'country','operator':'equals','value':'DE'},
                'breakdown':['plan'],'limit':3,'interval':'week',
                'time_to_convert':{'bucket_seconds':[1,60]}\
                """);

    Conversion conversion = funnel.conversion();
    assertThat(conversion.order()).isEqualTo(FunnelOrder.STRICT);
    assertThat(conversion.sessions()).isTrue();
    assertThat(conversion.steps())
        .extracting(Conversion.Step::label)
        .containsExactly("a or b (filtered)", "last");
    assertThat(conversion.steps().getLast().alternatives())
        .extracting(EventSelector::events)
        .containsExactly(List.of("c"), List.of("d"));
    assertThat(conversion.exclusions()).containsExactly(new Conversion.Exclusion(REFUND, 0, 1));
    assertThat(conversion.holdConstant()).containsExactly(new Field.Property("properties", "item"));
    assertThat(conversion.filter())
        .isEqualTo(new Filter.Is(new Field.Of("country"), List.of("DE"), List.of()));
    assertThat(funnel.interval()).isEqualTo(Optional.of(Interval.WEEK));
    assertThat(conversion.period().from()).isEqualTo("2026-10-26");
    assertThat(funnel.breakdown()).containsExactly(new Field.Of("plan"));
    assertThat(funnel.limit()).isEqualTo(3);
    assertThat(funnel.bucketSeconds()).containsExactly(1L, 60L);
  }

  @Test
  void buckets_are_those_within_the_window_unless_named() {
    Funnel funnel = (Funnel) parse("'kind':'funnel',STEPS,'time_to_convert':{}");

    assertThat(funnel.bucketSeconds()).containsExactly(1L, 10L, 60L, 600L, 3600L);
  }

  @Test
  void in_any_order_the_steps_are_counted_not_named() {
    Funnel funnel = (Funnel) parse("'kind':'funnel',STEPS,'order':'any'");

    assertThat(funnel.conversion().label(0)).isEqualTo("1 of 2 steps");
  }

  @Test
  void reads_who_dropped_at_a_step() {
    FunnelPersons persons =
        (FunnelPersons) parse("'kind':'funnel_persons',STEPS,'step':2,'outcome':'dropped'");

    assertThat(persons.step()).isEqualTo(1);
    assertThat(persons.dropped()).isTrue();
    assertThat(persons.limit()).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'kind':'funnel',STEPS,'order':'random'              | 'order'             | ordered,"
            + " strict, any",
        "'kind':'funnel',STEPS,'count':'events'              | 'count'             | persons,"
            + " sessions",
        "'kind':'funnel',STEPS,'hold_constant':['item']      | 'hold_constant'     | properties.",
        "'kind':'funnel',STEPS,'exclusions':[{'event':'a','after':2}]            |"
            + " 'exclusions[0].after'  | from 1 to 1",
        "'kind':'funnel',STEPS,'exclusions':[{'event':'a','before':1}]           |"
            + " 'exclusions[0].before' | from 2 to 2",
        "'kind':'funnel',STEPS,'order':'any','exclusions':[{'event':'a','after':1}] |"
            + " 'exclusions[0].after' | event, filter",
        "'kind':'funnel',STEPS,'time_to_convert':{'bucket_seconds':[60,60]}      |"
            + " 'time_to_convert.bucket_seconds[1]' | from 61",
        "'kind':'funnel',STEPS,'time_to_convert':{'bucket_seconds':[]}           |"
            + " 'time_to_convert.bucket_seconds' | 1 to 50",
        "'kind':'funnel_persons',STEPS                        | 'step' is missing  | from 1 to 2",
        "'kind':'funnel_persons',STEPS,'step':3               | 'step'             | from 1 to 2",
        "'kind':'funnel_persons',STEPS,'step':1,'outcome':'dropped' | 'step'       | from 2 to 2",
        "'kind':'funnel_persons',STEPS,'step':1,'limit':10001 | 'limit'            | from 1 to"
            + " 10000",
        "'kind':'funnel','steps':[{'event':'a','alternatives':[{'event':'b'}]},{'event':'c'}] |"
            + " 'steps[0].event' | alternatives, label",
        "'kind':'funnel','steps':[{'alternatives':[]},{'event':'c'}] | 'steps[0].alternatives' | 1"
            + " to 10",
      })
  void refuses_what_means_nothing(String members, String path, String allowed) {
    ProblemException refused = catchThrowableOfType(ProblemException.class, () -> parse(members));

    assertThat(refused.problem().detail()).contains(path, allowed);
  }

  private static Query parse(String members) {
    String steps = "'steps':[{'event':'a'},{'event':'b'}]";
    String json =
        "{'from':'2026-11-01','to':'2026-11-23','conversion_window_seconds':3600,%s}"
            .formatted(members.replace("STEPS", steps))
            .replace('\'', '"');
    try {
      return QueryParser.parse(Json.mapper().readTree(json));
    } catch (JsonProcessingException invalid) {
      throw new IllegalArgumentException(json, invalid);
    }
  }
}
