/**
 * The local file system without child processes and with exclusive renames, for a lake and
 * checkpoints in a local folder.
 *
 * <p>Used by Hadoop alone: {@code core-site.xml} of this module names its classes.
 */
package metricflow.streaming.localfs;
