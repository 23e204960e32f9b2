package metricflow.jobs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import metricflow.config.Config;
import metricflow.config.ConfigKey;

/**
 * What the query API tells the installation's admin.
 *
 * @param address where it answers
 * @param adminKey the key of {@code METRICFLOW_ADMIN_KEY}
 */
public record QueryApi(String address, String adminKey) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The API of the settings. */
  public static QueryApi of(Config config) {
    return new QueryApi(
        config.text(ConfigKey.METRICFLOW_API), config.text(ConfigKey.METRICFLOW_ADMIN_KEY));
  }

  /**
   * The answer of {@code path}, as text.
   *
   * @param wish what is wanted, for people, like {@code which properties are used}
   * @param instead the flag that takes the answer from a file
   * @throws JobFailedException when there is no answer
   */
  public String get(String path, String wish, String instead) {
    URI target = URI.create(address + path);
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .header("Authorization", "Bearer " + adminKey)
            .timeout(PATIENCE)
            .build();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new JobFailedException(
            "%s answered %d: %s. Is METRICFLOW_ADMIN_KEY that of the API?"
                .formatted(target, answer.statusCode(), answer.body()));
      }
      return answer.body();
    } catch (IOException unreachable) {
      throw new JobFailedException(
          "%s cannot be asked %s: %s. Start the API, or give '%s FILE'."
              .formatted(target, wish, unreachable, instead),
          unreachable);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new JobFailedException("stopped", stopped);
    }
  }

  /**
   * The same answer, kept in a file.
   *
   * @param flag the flag that names it
   */
  public static String kept(Path file, String flag) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new JobFailedException("'%s' %s cannot be read.".formatted(flag, file), unreadable);
    }
  }
}
