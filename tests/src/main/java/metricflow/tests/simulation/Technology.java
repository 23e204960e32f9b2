package metricflow.tests.simulation;

/** A visitor's device, browser and operating system. */
record Technology(String device, String browser, String os, double weight) {
  boolean mobile() {
    return device.equals("mobile");
  }
}
