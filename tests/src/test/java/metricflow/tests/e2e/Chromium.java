package metricflow.tests.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The machine's own Chromium with one window, 1440 pixels wide. Confined to one thread. */
final class Chromium implements AutoCloseable {
  private static final String EXECUTABLE =
      System.getenv().getOrDefault("METRICFLOW_CHROMIUM", "/usr/bin/chromium");
  private static final int WIDTH = 1440;
  private static final int HEIGHT = 1000;

  private final Playwright playwright;
  private final Browser browser;
  private final BrowserContext window;

  Chromium() {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of(EXECUTABLE))
                    .setHeadless(true)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
    window =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(WIDTH, HEIGHT)
                .setColorScheme(ColorScheme.LIGHT)
                .setLocale("en-GB"));
  }

  Page newTab() {
    return window.newPage();
  }

  @Override
  public void close() {
    window.close();
    browser.close();
    playwright.close();
  }
}
