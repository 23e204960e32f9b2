package metricflow.api.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a client has closed its connection while its request is worked on. The server reads
 * nothing then, so it would notice only when it writes the answer. A socket that can be read but
 * holds no byte has been closed; nothing is taken from it.
 */
public final class ClientWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClientWatch.class);

  /** A socket closed by the server is let go at the next look. */
  private static final long LOOK_MILLIS = 500;

  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Thread thread;

  /** A connection under watch, until closed. */
  @FunctionalInterface
  public interface Watching extends AutoCloseable {
    @Override
    void close();
  }

  /** Starts to watch. */
  public ClientWatch() {
    try {
      this.selector = Selector.open();
    } catch (IOException noSelector) {
      throw new UncheckedIOException(noSelector);
    }
    this.thread = Thread.ofPlatform().daemon().name("client-watch").start(this::run);
  }

  /**
   * Watches the connection of a request whose body has been read.
   *
   * @param gone told once when the client has closed it, on a thread that must not block
   */
  public Watching watch(Context context, Runnable gone) {
    EndPoint endPoint =
        ServletContextRequest.getServletContextRequest(context.req())
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint();
    if (!(endPoint.getTransport() instanceof SocketChannel socket)) {
      return () -> {};
    }
    submit(() -> register(socket, gone));
    return () -> submit(() -> release(socket));
  }

  private void submit(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  private void register(SocketChannel socket, Runnable gone) {
    try {
      if (socket.keyFor(selector) != null) {
        // Of the request before, given up but not let go yet.
        selector.selectNow();
      }
      socket.register(selector, SelectionKey.OP_READ, gone);
    } catch (ClosedChannelException closed) {
      gone.run();
    } catch (IOException | CancelledKeyException unwatched) {
      LOG.warn("a client's connection is not watched", unwatched);
    }
  }

  private void release(SocketChannel socket) {
    SelectionKey key = socket.keyFor(selector);
    if (key != null) {
      key.cancel();
    }
  }

  private void run() {
    while (selector.isOpen()) {
      try {
        selector.select(this::look, selector.keys().isEmpty() ? 0 : LOOK_MILLIS);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
      } catch (IOException failed) {
        LOG.warn("connections are not watched for a moment", failed);
      } catch (RuntimeException failed) {
        LOG.error("a client that went away was not told of", failed);
      }
    }
  }

  private void look(SelectionKey key) {
    boolean closed;
    try {
      closed = ((SocketChannel) key.channel()).socket().getInputStream().available() == 0;
    } catch (IOException | CancelledKeyException broken) {
      closed = true;
    }
    // Once is enough; a request sent ahead of its answer is none of our business.
    key.cancel();
    if (closed) {
      ((Runnable) key.attachment()).run();
    }
  }

  @Override
  public void close() {
    try {
      selector.close();
      thread.interrupt();
    } catch (IOException failed) {
      LOG.debug("did not close", failed);
    }
  }
}
