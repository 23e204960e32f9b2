package metricflow.tests.simulation;

/** What one may subscribe to; {@code price} is a month's, 0 for free. */
record Plan(String name, int price, double weight) {}
