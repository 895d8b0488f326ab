// Fetch stack: lets tus send by fetch, for a service worker has no XMLHttpRequest (decision 39).
import type { HttpRequest, HttpResponse, HttpStack } from "tus-js-client";
import { carry, refuseToGoOn } from "./net";

export class FetchStack implements HttpStack {
  constructor(private readonly signal?: AbortSignal) {}

  createRequest(method: string, url: string): HttpRequest {
    return new FetchRequest(method, url, this.signal);
  }

  getName(): string {
    return "FetchStack";
  }
}

class FetchRequest implements HttpRequest {
  private readonly headers: Record<string, string> = {};
  private readonly ends = new AbortController();

  constructor(private readonly method: string, private readonly url: string, signal?: AbortSignal) {
    if (signal?.aborted) this.ends.abort();
    signal?.addEventListener("abort", () => this.ends.abort());
  }

  getMethod = (): string => this.method;
  getURL = (): string => this.url;
  getHeader = (name: string): string | undefined => this.headers[name];
  setProgressHandler = (): void => undefined; // fetch tells nothing; each acknowledged chunk does
  getUnderlyingObject = (): null => null;

  setHeader(name: string, value: string): void {
    this.headers[name] = value;
  }

  async send(body: BodyInit | null = null): Promise<HttpResponse> {
    const response = await carry(this.url, { method: this.method, headers: this.headers, body }, this.ends.signal);
    refuseToGoOn({ status: response.status, headers: response.headers }, "grant");
    const text = await response.text();
    return {
      getStatus: () => response.status,
      getHeader: (name) => response.headers.get(name) ?? undefined,
      getBody: () => text,
      getUnderlyingObject: () => response,
    };
  }

  async abort(): Promise<void> {
    this.ends.abort();
  }
}
