package metricflow.api.export;

import io.javalin.http.Context;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import metricflow.api.query.Row;
import metricflow.api.query.RowSink;
import metricflow.problem.Problem;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** The body of one export's answer. It is sent as it fills; a client that is slow slows it down. */
final class ExportBody implements RowSink {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Context context;
  private final ExportFormat format;
  private final String name;
  private BufferedOutputStream out;
  private RowWriter writer;

  /**
   * A body that is empty so far.
   *
   * @param name of the file, without its ending
   */
  ExportBody(Context context, ExportFormat format, String name) {
    this.context = context;
    this.format = format;
    this.name = name;
  }

  @Override
  public void columns(List<Column> columns) {
    context
        .status(200)
        .contentType(format.mediaType())
        .header("Cache-Control", "private, no-store")
        .header(
            "Content-Disposition", "attachment; filename=\"%s.%s\"".formatted(name, format.text()));
    run(() -> {
      out = new BufferedOutputStream(context.res().getOutputStream(), BUFFER_BYTES);
      writer = format.writer(out);
      writer.begin(distinct(columns));
    });
  }

  /** Names told apart: SQL may give several columns the same. */
  private static List<Column> distinct(List<Column> columns) {
    Set<String> taken = new HashSet<>();
    List<Column> distinct = new ArrayList<>();
    for (Column column : columns) {
      String unique = column.name();
      for (int number = 2; !taken.add(unique); number++) {
        unique = column.name() + "_" + number;
      }
      distinct.add(new Column(unique, column.type()));
    }
    return distinct;
  }

  @Override
  public void row(Row row) {
    run(() -> writer.row(row));
  }

  /** All rows have come. */
  void end() {
    run(() -> {
      writer.end();
      out.flush();
    });
  }

  /** Forgets what has been written, if nothing of it has been sent; whether that is so. */
  boolean takeBack() {
    if (context.res().isCommitted()) {
      return false;
    }
    context.res().resetBuffer();
    context.res().setHeader("Content-Disposition", null);
    return true;
  }

  /** Says in the body what went wrong, where the format allows it, and cuts the connection. */
  void breakOff(Problem problem) {
    try {
      writer.broken(problem);
      out.flush();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    } finally {
      cut();
    }
  }

  /** Cuts the connection: an end in order would make the body look whole. */
  void cut() {
    ServletContextRequest.getServletContextRequest(context.req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close();
  }

  private interface Writing {
    void run() throws IOException;
  }

  private static void run(Writing writing) {
    try {
      writing.run();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
