package metricflow.jobs.bench;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/** What the generated events say: a shop with an account, its pages, campaigns and visitors. */
final class Vocabulary {
  static final UTF8String HOST = UTF8String.fromString("shop.example");
  static final UTF8String SDK = UTF8String.fromString("web/0.1.0");
  static final UTF8String LANDING = UTF8String.fromString("/");
  static final UTF8String PRICING = UTF8String.fromString("/pricing");
  static final UTF8String SIGN_UP_PAGE = UTF8String.fromString("/signup");
  static final UTF8String CART = UTF8String.fromString("/cart");
  static final UTF8String CHECKOUT = UTF8String.fromString("/checkout");

  static final Chances PAGES = Chances.zipf(1.0, pages());
  static final Chances COUNTRIES =
      Chances.zipf(
          1.1,
          List.of(
              "US", "DE", "GB", "IN", "FR", "BR", "JP", "CA", "PL", "ES", "IT", "NL", "AU", "MX",
              "SE", "TR", "ID", "CH", "AT", "BE", "KR", "DK", "NO", "FI", "PT", "CZ", "AR", "ZA",
              "IE", "RO", "GR", "HU", "NZ", "CL", "CO", "UA", "IL", "SG", "VN", "TH"));
  static final Chances REFERRERS = Chances.zipf(1.2, referrers());

  /** Source, medium and name of a campaign by one position; the first is none. */
  static final Chances CAMPAIGNS =
      Chances.of(
          null,
          62,
          "brand",
          9,
          "autumn-launch",
          7,
          "november-digest",
          8,
          "retargeting-eu",
          6,
          "creators-q3",
          5,
          "partners",
          3);

  static final Chances SOURCES =
      Chances.of(
          null,
          1,
          "google",
          1,
          "linkedin",
          1,
          "newsletter",
          1,
          "meta",
          1,
          "youtube",
          1,
          "affiliate",
          1);
  static final Chances MEDIUMS =
      Chances.of(
          null, 1, "cpc", 1, "social", 1, "email", 1, "display", 1, "video", 1, "referral", 1);

  /** Device, browser and system by one position. */
  static final Chances DEVICES =
      Chances.of(
          "mobile", 24, "mobile", 26, "mobile", 4, "desktop", 20, "desktop", 8, "desktop", 6,
          "desktop", 6, "desktop", 3, "tablet", 3);

  static final Chances BROWSERS =
      Chances.of(
          "Mobile Safari",
          1,
          "Chrome Mobile",
          1,
          "Samsung Internet",
          1,
          "Chrome",
          1,
          "Chrome",
          1,
          "Safari",
          1,
          "Edge",
          1,
          "Firefox",
          1,
          "Mobile Safari",
          1);
  static final Chances SYSTEMS =
      Chances.of(
          "iOS",
          1,
          "Android",
          1,
          "Android",
          1,
          "Windows",
          1,
          "Mac OS X",
          1,
          "Mac OS X",
          1,
          "Windows",
          1,
          "Linux",
          1,
          "iOS",
          1);

  static final Chances PLANS = Chances.of("free", 58, "pro", 31, "team", 11);

  /** What people do besides looking at pages. */
  static final Chances ACTIONS =
      Chances.of(
          "click",
          46,
          "search",
          12,
          "video_play",
          6,
          "video_end",
          4,
          "filter_used",
          8,
          "item_viewed",
          12,
          "share",
          2,
          "download",
          3,
          "error_shown",
          2,
          "chat_opened",
          1.5,
          "wishlist_added",
          2.5,
          "feedback_sent",
          1);

  static final Chances PRODUCTS = Chances.zipf(0.9, numbered("sku-", 1_000, 3_000));
  static final Chances WORDS = Chances.zipf(1.0, numbered("term ", 10, 5_000));
  static final Chances BUTTONS =
      Chances.zipf(
          0.8,
          List.of(
              "See how it works",
              "Read the docs",
              "Watch the demo",
              "Compare",
              "Share",
              "Next",
              "Add",
              "Show more",
              "Back",
              "Menu",
              "Sort by price",
              "Size guide"));

  private Vocabulary() {}

  private static List<String> pages() {
    List<String> pages = new ArrayList<>(List.of("/features", "/docs", "/customers", "/about"));
    for (int i = 1; i <= 1_200; i++) {
      pages.add("/product/" + (1_000 + i * 7));
    }
    for (int i = 1; i <= 400; i++) {
      pages.add("/blog/what-we-learned-in-week-" + i);
    }
    for (int i = 1; i <= 300; i++) {
      pages.add("/docs/chapter-" + i);
    }
    // Ranks of one kind should not all come before those of the next.
    java.util.Collections.shuffle(pages.subList(4, pages.size()), new java.util.Random(7));
    return pages;
  }

  private static List<String> referrers() {
    List<String> referrers =
        new ArrayList<>(
            List.of(
                "https://www.google.com/",
                "https://www.bing.com/",
                "https://duckduckgo.com/",
                "https://news.ycombinator.com/",
                "https://www.linkedin.com/"));
    for (int i = 1; i <= 300; i++) {
      referrers.add("https://site-" + i + ".example/articles/" + (i * 37 % 1000));
    }
    return referrers;
  }

  private static List<String> numbered(String prefix, int first, int count) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(prefix + (first + i));
    }
    return texts;
  }
}
