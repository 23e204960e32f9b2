package metricflow.api.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.staticfiles.Location;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The SDK, the dashboard and the demo shop, as built from {@code api/web}. */
public final class StaticPages {
  private static final String DIRECTORY = "/web";
  private static final Logger LOG = LoggerFactory.getLogger(StaticPages.class);

  private StaticPages() {}

  /** Serves what the build put on the class path; a browser asks each time whether it changed. */
  public static void serve(JavalinConfig config) {
    if (StaticPages.class.getResource(DIRECTORY) == null) {
      LOG.warn("no dashboard, SDK and shop: run 'npm run build' in api/web and build again");
      return;
    }
    config.staticFiles.add(files -> {
      files.hostedPath = "/";
      files.directory = DIRECTORY;
      files.location = Location.CLASSPATH;
      files.headers = Map.of("Cache-Control", "no-cache");
    });
  }
}
