package metricflow.api.project;

import metricflow.api.metadata.Actor;

/** Who did something, as the API shows it. */
record ActorJson(String kind, String id, String name) {
  static ActorJson of(Actor actor) {
    return new ActorJson(actor.kind().text(), actor.id(), actor.name());
  }
}
