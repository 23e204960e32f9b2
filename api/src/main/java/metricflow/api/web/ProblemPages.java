package metricflow.api.web;

import io.javalin.http.Context;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** {@code GET /problems/{slug}}: what a problem's {@code type} leads to. */
public final class ProblemPages {
  private static final Map<String, ProblemType> BY_SLUG =
      Stream.of(ProblemType.values())
          .collect(Collectors.toUnmodifiableMap(ProblemType::slug, Function.identity()));

  private ProblemPages() {}

  /** Answers JSON to those who ask for it, else a page to read. */
  public static void show(Context context) {
    ProblemType type = BY_SLUG.get(context.pathParam("slug"));
    if (type == null) {
      throw new ProblemException(ProblemType.NOT_FOUND, "No problem has this name.");
    }
    String accept = context.header("Accept");
    if (accept != null && accept.contains("json")) {
      Json.answer(context, 200, description(type));
    } else {
      context.html(page(type));
    }
  }

  /** Its members for machines. */
  public static Map<String, Object> description(ProblemType type) {
    return Map.of(
        "type", type.uri(),
        "title", type.title(),
        "status", type.status(),
        "remedy", type.remedy());
  }

  private static String page(ProblemType type) {
    return """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <title>%1$s</title>
    <h1>%1$s</h1>
    <p>HTTP status %2$d, reason <code>%3$s</code>.</p>
    <p>%4$s</p>
    </html>
    """
        .formatted(escape(type.title()), type.status(), type.slug(), escape(type.remedy()));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;");
  }
}
