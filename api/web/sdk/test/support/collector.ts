import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

/** An event as it came over the wire. */
export interface WireEvent {
  event: string;
  event_id: string;
  event_time: string;
  distinct_id: string;
  anonymous_id: string;
  session_id: string;
  sequence: number;
  page: string;
  plan?: string;
  properties: Record<string, unknown>;
  user_properties?: Record<string, unknown>;
  [field: string]: unknown;
}

export interface WireBatch {
  url: string;
  headers: IncomingHttpHeaders;
  bytes: number;
  write_key: string;
  sent_at: string;
  batch: WireEvent[];
}

type Answer = (batch: WireBatch) => {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
};

/** A collector on a free port: keeps what it receives, accepts it unless told otherwise. */
export class Collector {
  readonly batches: WireBatch[] = [];
  private readonly answers: Answer[] = [];
  private readonly waiting: (() => void)[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Collector> {
    const server = createServer();
    const collector = new Collector(server);
    server.on("request", (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const raw = Buffer.concat(chunks);
        const text = (raw[0] === 0x1f ? gunzipSync(raw) : raw).toString();
        const { url = "", headers } = request;
        const batch = { url, headers, bytes: text.length, ...JSON.parse(text) } as WireBatch;
        collector.batches.push(batch);
        const answer = (collector.answers.shift() ?? accept)(batch);
        response.writeHead(answer.status, answer.headers);
        response.end(JSON.stringify(answer.body ?? {}));
        for (const tell of collector.waiting.splice(0)) tell();
      });
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    return collector;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** All events received, in order of arrival. */
  get events(): WireEvent[] {
    return this.batches.flatMap(({ batch }) => batch);
  }

  /** The events of one name. */
  named(event: string): WireEvent[] {
    return this.events.filter((one) => one.event === event);
  }

  /** Answers the next batch with this; further calls queue up. */
  answerNext(status: number, headers: Record<string, string> = {}, body: unknown = {}): void {
    this.answers.push(() => ({ status, headers, body }));
  }

  /** Resolves when this many batches have come in. */
  async received(batches: number): Promise<void> {
    while (this.batches.length < batches) {
      await new Promise<void>((tell) => this.waiting.push(tell));
    }
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }
}

const accept: Answer = ({ batch }) => ({
  status: 200,
  body: {
    accepted: batch.length,
    rejected: 0,
    results: batch.map(({ event_id }) => ({ event_id, status: "accepted" })),
  },
});
