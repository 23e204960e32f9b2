package metricflow.jobs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a job did.
 *
 * @param summary one line for people
 * @param figures numbers by name, in the order to show them; a unit ends the name where it is not a
 *     count
 * @param gauges further numbers for Prometheus, where one number for the whole run says too little
 * @param exitCode how the process is to end
 */
public record JobReport(
    String summary, Map<String, Number> figures, List<Gauge> gauges, ExitCode exitCode) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Keeps its own copy, in order. */
  public JobReport {
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    gauges = List.copyOf(gauges);
  }

  /** Whose figures are all there is to count. */
  public JobReport(String summary, Map<String, Number> figures, ExitCode exitCode) {
    this(summary, figures, List.of(), exitCode);
  }

  /** Of a job that did all there was to do. */
  public JobReport(String summary, Map<String, Number> figures) {
    this(summary, figures, ExitCode.DONE);
  }

  /**
   * A number with labels.
   *
   * @param name of the metric, {@code metricflow_} first; gauges of one name stand together
   * @param help one line, the same for all of that name
   * @param labels beside the job's name
   */
  public record Gauge(String name, String help, Map<String, String> labels, Number value) {}

  /** A flat JSON object: {@code job}, {@code elapsed_seconds} and the figures. */
  String toJson(String job, double elapsedSeconds) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("job", job);
      json.writeNumberField("elapsed_seconds", Math.round(elapsedSeconds * 1000) / 1000.0);
      for (Map.Entry<String, Number> figure : figures.entrySet()) {
        if (figure.getValue() instanceof Double fraction) {
          json.writeNumberField(figure.getKey(), Math.round(fraction * 1000) / 1000.0);
        } else {
          json.writeNumberField(figure.getKey(), figure.getValue().longValue());
        }
      }
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.append('\n').toString();
  }
}
