package metricflow.jobs.backfill;

import metricflow.event.EventFields;

/**
 * What an export says of the page, its visitor's device and the sending library. Mixpanel and
 * PostHog use mostly the same names; what they name differently their readers set themselves.
 */
final class WebProperties {
  private String url;
  private String library;
  private String libraryVersion;
  private String country;
  private String browser;
  private String os;
  private String referrer;
  private String utmSource;
  private String utmMedium;
  private String utmCampaign;

  /**
   * Takes a property that both products name alike.
   *
   * @return false when it is none, or stays a property all the same
   */
  boolean take(String property, String text) {
    switch (property) {
      case "$browser" -> browser = text;
      case "$os" -> os = text;
      case "$lib_version" -> libraryVersion = text;
      case "$referrer" -> referrer = text;
      case "utm_source" -> utmSource = text;
      case "utm_medium" -> utmMedium = text;
      case "utm_campaign" -> utmCampaign = text;
      case "$current_url" -> {
        url = text;
        return false;
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  void library(String text) {
    library = text;
  }

  void country(String text) {
    country = text;
  }

  void referrer(String text) {
    referrer = text;
  }

  /** Hands over what was taken. */
  void finish(EventFields event) {
    if (url != null) {
      address(event);
    }
    event.text("referrer", referrer);
    event.text("utm_source", utmSource);
    event.text("utm_medium", utmMedium);
    event.text("utm_campaign", utmCampaign);
    event.text("country", country);
    event.text("browser", browser);
    event.text("os", os);
    event.text("sdk", libraryVersion == null ? library : library + "/" + libraryVersion);
  }

  /** Host and path of an address, where the tool names none of their own. */
  private void address(EventFields event) {
    int scheme = url.indexOf("://");
    if (scheme < 0) {
      return;
    }
    int path = url.indexOf('/', scheme + 3);
    int end = url.length();
    for (char mark : new char[] {'?', '#'}) {
      int at = url.indexOf(mark, scheme + 3);
      end = at >= 0 ? Math.min(end, at) : end;
    }
    event.text("host", url.substring(scheme + 3, path < 0 || path > end ? end : path));
    event.text("page", path < 0 || path > end ? "/" : url.substring(path, end));
  }
}
