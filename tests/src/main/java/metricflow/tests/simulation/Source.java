package metricflow.tests.simulation;

/** What brought a visitor here; fields are null where the visit has none. */
record Source(
    String referrer, String medium, String campaignSource, String campaign, double weight) {
  static final Source NONE = new Source(null, null, null, null, 0);
}
