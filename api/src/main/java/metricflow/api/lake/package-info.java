/**
 * Follows the lake's Delta logs on a local disk, to know what has changed since an answer was read.
 *
 * <p>Used by the wiring only, as a {@link metricflow.api.query.LakeState}.
 */
package metricflow.api.lake;
