import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";

interface Asked {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** An HTTP server that answers all requests the same way and remembers them. */
export class QueryApi {
  readonly asked: Asked[] = [];
  answer: { status: number; headers?: Record<string, string>; body?: unknown } = { status: 200 };

  private constructor(private readonly server: Server) {}

  static async start(): Promise<QueryApi> {
    const server = createServer();
    const api = new QueryApi(server);
    server.on("request", (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { method = "", url = "", headers } = request;
        api.asked.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
        const { status, headers: answered, body } = api.answer;
        response.writeHead(status, answered);
        response.end(status === 304 ? undefined : JSON.stringify(body ?? {}));
      });
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    return api;
  }

  get base(): URL {
    return new URL(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1/`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }
}
