package metricflow.api.query;

import java.util.LinkedHashMap;
import java.util.Map;

/** Questions as one would ask them; in the API's description, and run by its tests. */
public final class QueryExamples {
  private static final String DAYS = "\"from\":\"2026-03-25\",\"to\":\"2026-04-05\"";

  private QueryExamples() {}

  /** JSON by a name in words. */
  public static Map<String, String> all() {
    Map<String, String> examples = new LinkedHashMap<>();
    add(
        examples,
        "revenue_per_buyer_by_week",
        """
        {"kind":"trends",%s,"time_zone":"Europe/Berlin","interval":"week",
         "series":[{"event":"purchase","measure":"sum","property":"properties.amount"},
                   {"event":"purchase","measure":"uniques"}],
         "formulas":["A/B"],"breakdown":["country"],"limit":5,"compare":"previous_period"}\
        """);
    add(
        examples,
        "persons_of_the_last_seven_days",
        """
        {"kind":"trends",%s,"rolling":7,"series":[{"measure":"uniques"}]}\
        """);
    add(
        examples,
        "visitors_on_phones_without_a_plan_by_country",
        """
        {"kind":"segmentation",%s,"series":[{"event":"page_view","measure":"uniques"}],
         "filter":{"and":[{"property":"device","operator":"equals","value":"mobile"},
                          {"not":{"property":"properties.plan","operator":"set"}}]},
         "breakdown":["country","properties.plan"]}\
        """);
    add(
        examples,
        "visits_of_persons_who_bought_twice_and_are_not_on_the_pro_plan",
        """
        {"kind":"trends",%s,"series":[{"event":"page_view","measure":"uniques"}],
         "filter":{"and":[{"did":{"event":"purchase","at_least":2,"from":"2026-03-01"}},
                          {"not":{"has":{"property":"user_properties.plan",
                                         "operator":"equals","value":"pro"}}}]}}\
        """);
    add(
        examples,
        "weekly_retention_of_new_users",
        """
        {"kind":"retention",%s,"interval":"week","start":{"event":"sign_up"},
         "cohort":"first_time","returned":"on_or_after"}\
        """);
    add(
        examples,
        "days_a_week_with_a_visit",
        """
        {"kind":"stickiness",%s,"events":{"event":"page_view"}}\
        """);
    add(
        examples,
        "new_and_lost_users",
        """
        {"kind":"lifecycle",%s,"interval":"day"}\
        """);
    add(
        examples,
        "from_landing_to_purchase",
        """
        {"kind":"funnel",%s,"conversion_window_seconds":86400,
         "steps":[{"event":"page_view","filters":[{"property":"page","operator":"equals","value":"/"}]},
                  {"event":"sign_up"},{"event":"purchase"}]}\
        """);
    add(
        examples,
        "who_reads_the_prices_or_the_docs_before_buying_by_country_without_a_refund",
        """
        {"kind":"funnel",%s,"time_zone":"Europe/Berlin","interval":"week","count":"sessions",
         "conversion_window_seconds":604800,"order":"ordered",
         "steps":[{"label":"interest","alternatives":[
                     {"event":"page_view","filter":{"property":"page","operator":"in",
                                                    "value":["/pricing","/docs"]}},
                     {"event":"sign_up"}]},
                  {"event":"purchase","filter":{"property":"properties.amount",
                                                "operator":"at_least","value":10}}],
         "exclusions":[{"event":"refund","after":1,"before":2}],
         "breakdown":["country"],"limit":5,"time_to_convert":{"bucket_seconds":[60,3600,86400]}}\
        """);
    add(
        examples,
        "the_same_plan_seen_and_bought_in_any_order",
        """
        {"kind":"funnel",%s,"conversion_window_seconds":86400,"order":"any",
         "hold_constant":["properties.plan"],"steps":[{"event":"page_view"},{"event":"purchase"}]}\
        """);
    add(
        examples,
        "who_signed_up_and_did_not_buy",
        """
        {"kind":"funnel_persons",%s,"conversion_window_seconds":86400,
         "steps":[{"event":"sign_up"},{"event":"purchase"}],
         "step":2,"outcome":"dropped","limit":50}\
        """);
    add(
        examples,
        "persons_who_signed_up_and_did_not_buy",
        """
        {"kind":"persons",%s,"event":"sign_up",
         "filter":{"not":{"did":{"event":"purchase"}}},
         "fields":["user_properties.plan","country"],"limit":20}\
        """);
    add(
        examples,
        "one_person_and_what_they_did",
        """
        {"kind":"person",%s,"person":"u1","limit":10}\
        """);
    examples.put(
        "events_by_name_in_sql",
        """
        {"kind":"sql","limit":100,
         "sql":"SELECT event, count(DISTINCT event_id) AS events FROM events WHERE event_date BETWEEN DATE '2026-03-25' AND DATE '2026-04-05' GROUP BY event ORDER BY event"}\
        """);
    add(
        examples,
        "pages_after_the_prices",
        """
        {"kind":"paths",%s,"over":"pages","depth":3,"limit":10,
         "after":{"event":"page_view",
                  "filter":{"property":"page","operator":"equals","value":"/pricing"}}}\
        """);
    add(
        examples,
        "what_leads_to_a_purchase",
        """
        {"kind":"paths",%s,"before":{"event":"purchase"},"depth":4}\
        """);
    add(
        examples,
        "daily_active_users_by_country",
        """
        {"kind":"daily_active_users",%s,"dimension":"country","limit":5}\
        """);
    return examples;
  }

  private static void add(Map<String, String> examples, String name, String json) {
    examples.put(name, json.formatted(DAYS));
  }
}
