/**
 * The exactly-once oracle: numbered events under load while the streaming job dies again and again,
 * then every number compared with what was acknowledged and with what lies in the lake.
 *
 * <p>{@code ExactlyOnceIT} and {@code ./metricflow bench exactly-once} run it; it stands on {@code
 * metricflow.tests.instance}.
 */
package metricflow.tests.exactlyonce;
