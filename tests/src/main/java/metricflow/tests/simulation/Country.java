package metricflow.tests.simulation;

/**
 * Where visitors come from.
 *
 * @param code ISO 3166-1 alpha-2
 * @param weight share of the arrivals
 * @param utcOffsetHours local time, so that nights differ
 * @param currency what purchases are paid in
 * @param mobileShare chance of a phone
 * @param intent multiplies the chance of each funnel step
 */
record Country(
    String code,
    double weight,
    int utcOffsetHours,
    String currency,
    double mobileShare,
    double intent) {}
