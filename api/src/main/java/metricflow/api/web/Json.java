package metricflow.api.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import java.io.IOException;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/** JSON as the API speaks it: records with snake_case members. */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** The one mapper; records become objects with snake_case members, nulls are written. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /** UTF-8 JSON of {@code value}. */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException unwritable) {
      throw new IllegalArgumentException("not writable as JSON: " + value, unwritable);
    }
  }

  /** {@code json} of ours, read. */
  public static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException wrong) {
      throw new IllegalArgumentException("not JSON: " + json, wrong);
    }
  }

  /** Answers {@code status} with {@code value} as JSON. */
  public static void answer(Context context, int status, Object value) {
    context.status(status).contentType("application/json").result(bytes(value));
  }

  /**
   * The body of a request to a reading or administrative route, at most {@code maxBytes} long.
   *
   * @throws ProblemException when it is too large or not JSON
   */
  public static JsonNode body(Context context, int maxBytes) {
    try {
      byte[] body = context.bodyInputStream().readNBytes(maxBytes + 1);
      if (body.length > maxBytes) {
        throw new ProblemException(
            ProblemType.BODY_TOO_LARGE, "The body has more than %d bytes.".formatted(maxBytes));
      }
      return MAPPER.readTree(body);
    } catch (JsonProcessingException notJson) {
      throw new ProblemException(
          ProblemType.MALFORMED_JSON,
          "%s (line %d, column %d)."
              .formatted(
                  notJson.getOriginalMessage().lines().findFirst().orElse("Not JSON"),
                  notJson.getLocation() == null ? 0 : notJson.getLocation().getLineNr(),
                  notJson.getLocation() == null ? 0 : notJson.getLocation().getColumnNr()),
          notJson);
    } catch (IOException cutShort) {
      throw new ProblemException(
          ProblemType.MALFORMED_JSON, "The body ended before it was complete.", cutShort);
    }
  }
}
