package metricflow.api.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import metricflow.api.live.RedisServer;
import metricflow.config.Config;
import metricflow.funnel.FunnelDefinition;
import metricflow.funnel.FunnelDefinitionsJson;
import metricflow.funnel.FunnelStep;
import metricflow.live.LiveKeys;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

final class FunnelPublisherTest {
  private static final List<FunnelStep> STEPS =
      List.of(new FunnelStep("page_view", List.of()), new FunnelStep("purchase", List.of()));

  @Test
  void a_redis_that_lost_the_funnels_gets_them_back_and_knows_when_there_are_none()
      throws Exception {
    try (RedisServer server = RedisServer.start();
        RedisClient redis = server.client();
        MetadataStore store =
            MetadataStore.open(
                Config.from(
                    Map.of("METRICFLOW_METADATA_URL", "jdbc:h2:mem:" + UUID.randomUUID())))) {
      SavedFunnels funnels = new JdbcSavedFunnels(store, Clock.systemUTC());
      try (FunnelPublisher publisher = new FunnelPublisher(funnels, redis)) {
        publisher.publish();
        assertThat(redis.hgetAll(LiveKeys.FUNNELS)).containsOnlyKeys(LiveKeys.PUBLISHED);

        int project =
            new JdbcProjects(store, Clock.systemUTC()).create("Shop").project().projectId();
        FunnelDefinition saved = funnels.add(project, "Sale", 3600, STEPS);
        redis.flushAll();
        publisher.publish();

        assertThat(redis.hgetAll(LiveKeys.FUNNELS))
            .containsOnlyKeys(LiveKeys.PUBLISHED, "" + project)
            .containsEntry("" + project, FunnelDefinitionsJson.encode(List.of(saved)));
      }
    }
  }
}
