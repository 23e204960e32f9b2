package metricflow.api.collect;

import java.net.InetAddress;
import java.util.Optional;
import metricflow.api.metadata.Project;
import metricflow.api.metadata.Projects;
import metricflow.api.rate.RateLimit;
import metricflow.problem.Problem;
import metricflow.problem.ProblemException;
import metricflow.problem.ProblemType;

/**
 * Who may send: the holders of a known key, each project at its rate. Thread-safe.
 *
 * <p>The price of a request is its number of events, which only parsing tells. So a request is let
 * in while its project owes nothing and pays afterwards; who owes is refused before parsing when
 * the key came beside the body. What passes beyond the rate is bounded by the requests in flight.
 */
final class Admission {
  private final Projects projects;
  private final RateLimit<Integer> events;
  private final RateLimit<Long> strangers;

  /**
   * The door to {@code projects}.
   *
   * @param events what each project may send, by project id, in events
   * @param strangers what each network may send without a known key, in requests
   */
  Admission(Projects projects, RateLimit<Integer> events, RateLimit<Long> strangers) {
    this.projects = projects;
    this.events = events;
    this.strangers = strangers;
  }

  /**
   * The project a request belongs to.
   *
   * @param writeKey as sent, or null
   * @throws ProblemException when the key is missing or unknown, or too much was sent of late
   */
  Project admit(String writeKey, InetAddress client) {
    if (writeKey == null) {
      throw strange(client, ProblemType.WRITE_KEY_MISSING, "The request carries no write key.");
    }
    Project project =
        owner(writeKey)
            .orElseThrow(() ->
                strange(client, ProblemType.WRITE_KEY_UNKNOWN, "No project has this write key."));
    int wait = events.secondsToWait(project.projectId());
    if (wait > 0) {
      throw exceeded(
          "The project sends more than %d events a second.".formatted(events.perSecond()), wait);
    }
    return project;
  }

  /** The project that has this key. */
  Optional<Project> owner(String writeKey) {
    return projects.byWriteKey(writeKey);
  }

  /** Counts what a project sent; nothing for an unknown one. */
  void charge(Project project, int sent) {
    if (project != null) {
      events.charge(project.projectId(), sent);
    }
  }

  private ProblemException strange(InetAddress client, ProblemType type, String detail) {
    long network = ClientAddress.network(client);
    int wait = strangers.secondsToWait(network);
    strangers.charge(network, 1);
    return wait == 0
        ? new ProblemException(type, detail)
        : exceeded(
            "More than %d requests a second came from here without a known key."
                .formatted(strangers.perSecond()),
            wait);
  }

  private static ProblemException exceeded(String detail, int wait) {
    return new ProblemException(new Problem(ProblemType.RATE_EXCEEDED, detail, wait));
  }
}
