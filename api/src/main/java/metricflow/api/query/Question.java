package metricflow.api.query;

/**
 * What a client asked.
 *
 * @param query the question
 * @param version the state of the lake it is about
 * @param explain whether the answer says why its source was chosen
 */
public record Question(Query query, LakeVersion version, boolean explain) {

  /** The question about the current state. */
  public static Question now(Query query) {
    return new Question(query, LakeVersion.CURRENT, false);
  }
}
