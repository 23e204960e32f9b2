import { watchInput, watchPages } from "./autocapture";
import { byteLength, openQueue } from "./queue";
import { startSender } from "./sender";
import { openStore } from "./storage";
import { openTab } from "./tab";
import { openTransport } from "./transport";
import type { Options, Properties, Win } from "./types";
import { eventId, uuidv7 } from "./uuid";
import { openVisitor } from "./visitor";

const SDK = "js/0.1.0";
const MAX_EVENT_BYTES = 32 * 1024;
const MAX_ID_LENGTH = 200;
/** Ids sent by mistake that would make one person of many; the collector refuses them too. */
const NOBODY =
  /^(|null|undefined|none|nil|nan|0|-1|true|false|anonymous|guest|\[object object\]|(distinct_|user_)?id|email|user)$/i;

/** The SDK for one project. Before `init` it does nothing. No call ever throws. */
export class MetricFlow {
  private parts: ReturnType<MetricFlow["open"]> | undefined;
  private silent = false;
  private referrer: string;

  /** @param home origin of the collector when `init` names none */
  constructor(
    private readonly win: Win,
    private readonly home: string,
  ) {
    this.referrer = win.document.referrer;
  }

  /** Starts sending to the project of `writeKey`. Later calls change nothing. */
  init(writeKey: string, options: Options = {}): void {
    if (this.parts || !writeKey) return;
    const { doNotTrack, globalPrivacyControl } = this.win.navigator as Navigator & Properties;
    this.silent = !!options.respect_dnt && (doNotTrack === "1" || !!globalPrivacyControl);
    this.parts = this.open(writeKey, options);
    this.watchLifecycle(this.parts);
    if (options.autocapture === false) return;
    watchInput(this.win, (event, properties) => this.track(event, properties));
    watchPages(this.win, (referrer) => {
      this.referrer = referrer;
      this.page();
    });
  }

  /** Sends an event of your own. */
  track(event: string, properties?: Properties): void {
    this.capture({ event }, properties);
  }

  /** Sends a page view for the page now shown. */
  page(properties?: Properties): void {
    this.track("page_view", { title: this.win.document.title || undefined, ...properties });
  }

  /** Names the visitor; what the anonymous visitor did before belongs to the same person. */
  identify(userId: string, userProperties: Properties = {}): void {
    const id = usable(userId);
    if (!id || !this.parts) return;
    const before = this.parts.visitor.read().user_id;
    if (before === id && Object.keys(userProperties).length === 0) return;
    this.parts.visitor.update((visitor) => {
      if (before && before !== id) {
        // A second user of this device is another person: their ids must not be tied together.
        visitor.anonymous_id = uuidv7(this.win);
        delete visitor.session;
        delete visitor.plan;
      }
      visitor.user_id = id;
      if (typeof userProperties["plan"] === "string") visitor.plan = userProperties["plan"];
    });
    this.capture({ event: "$identify", user_properties: userProperties });
  }

  /** Ties a second user id to the present visitor. */
  alias(newId: string): void {
    const id = usable(newId);
    if (id) this.capture({ event: "$alias", anonymous_id: id });
  }

  /** Attaches properties to every later event; `plan` becomes the plan of the event itself. */
  register(properties: Properties): void {
    this.parts?.visitor.update((visitor) => {
      const { plan, ...rest } = properties;
      if (typeof plan === "string") visitor.plan = plan;
      Object.assign(visitor.registered, rest);
    });
  }

  /** Like `register`, but keeps values that are already there. */
  register_once(properties: Properties): void {
    const visitor = this.parts?.visitor.read();
    const plan = visitor?.plan ?? properties["plan"];
    this.register({ ...properties, ...visitor?.registered, plan });
  }

  unregister(name: string): void {
    this.parts?.visitor.update((visitor) => {
      if (name === "plan") delete visitor.plan;
      delete visitor.registered[name];
    });
  }

  /** Forgets the user: later events belong to a new visitor. The choice of `opt_out` survives. */
  reset(): void {
    this.parts?.visitor.update((visitor) => {
      visitor.anonymous_id = uuidv7(this.win);
      visitor.registered = {};
      delete visitor.user_id;
      delete visitor.plan;
      delete visitor.session;
    });
  }

  /** Stops capturing on this device and discards what was not sent. */
  opt_out(): void {
    this.parts?.visitor.update((visitor) => (visitor.opted_out = true));
    this.parts?.queue.clear();
  }

  opt_in(): void {
    this.parts?.visitor.update((visitor) => (visitor.opted_out = false));
  }

  has_opted_out(): boolean {
    return !!this.parts?.visitor.read().opted_out;
  }

  /** Sends what waits; resolves when done or when the collector asks for a later try. */
  flush(): Promise<void> {
    return this.parts?.sender.flush() ?? Promise.resolve();
  }

  /** Runs a call written as `[name, ...arguments]`, the form used before the script has loaded. */
  push([name, ...args]: [string, ...unknown[]]): void {
    const method = (this as unknown as Record<string, unknown>)[name];
    if (typeof method === "function") method.apply(this, args);
  }

  private open(writeKey: string, options: Options) {
    const store = openStore(this.win);
    const tab = openTab(this.win, writeKey);
    const visitor = openVisitor(this.win, store, tab, writeKey);
    const queue = openQueue(this.win, store, writeKey);
    const send = openTransport(this.win, options.endpoint ?? this.home, writeKey);
    return {
      tab,
      visitor,
      queue,
      sender: startSender(queue, send, options.flush_interval_ms ?? 1000),
    };
  }

  private capture(fields: Properties, properties?: Properties): void {
    if (!this.parts || this.silent || this.has_opted_out()) return;
    const { queue, sender, tab } = this.parts;
    const visitor = this.parts.visitor.nextEvent();
    const { session, sequence } = visitor;
    const now = Date.now();
    const event = {
      event_id: eventId(this.win, now, tab.during(session?.id), session?.id, sequence),
      event_time: new Date(now).toISOString(),
      distinct_id: visitor.user_id ?? visitor.anonymous_id,
      anonymous_id: visitor.anonymous_id,
      session_id: session?.id,
      sequence,
      host: this.win.location.host,
      page: this.win.location.pathname,
      referrer: this.referrer || undefined,
      ...session?.utm,
      plan: visitor.plan,
      sdk: SDK,
      ...fields,
      properties: { ...visitor.registered, ...properties },
    };
    try {
      if (byteLength(JSON.stringify(event)) > MAX_EVENT_BYTES) throw new Error("more than 32 KB");
      const dropped = queue.takeDropped();
      if (dropped) event.properties["$sdk_dropped"] = dropped;
      queue.add(JSON.stringify(event));
      sender.wake();
    } catch (problem) {
      console.warn(`metricflow: "${String(fields["event"])}" was not sent:`, problem);
    }
  }

  private watchLifecycle({ queue, sender }: ReturnType<MetricFlow["open"]>): void {
    const { document, navigator } = this.win;
    const adopt = (): void => {
      // At once: until they are acknowledged, each further page would send them again.
      if (queue.adopt()) void sender.flush();
    };
    // One tab at a time, so that two tabs opened together do not take over the same events.
    const { locks } = navigator as { locks?: LockManager };
    if (locks) locks.request("metricflow", adopt).catch(adopt);
    else adopt();
    this.win.addEventListener("online", () => void sender.retryNow());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") sender.leave();
    });
    this.win.addEventListener("pagehide", () => {
      sender.leave();
      queue.save(0);
    });
    this.win.addEventListener("pageshow", (event) => event.persisted && queue.release());
  }
}

function usable(id: unknown): string | undefined {
  const text = String(id ?? "").trim();
  if (!NOBODY.test(text) && text.length <= MAX_ID_LENGTH) return text;
  console.warn(`metricflow: "${text.slice(0, 40)}" cannot be a user id`);
  return undefined;
}
