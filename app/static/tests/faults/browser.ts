// Browser (浏览器替身): what a browser gives the phone app and Node does not: IndexedDB, cookies, an address, a clock.
import "fake-indexeddb/auto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

const REAL = Date;
const now = REAL.now.bind(REAL);
let ahead = 0;

/** The phone's own clock, by so many milliseconds off the machine's. */
class PhoneDate extends REAL {
  constructor(...given: [] | [number | string | Date]) {
    super(given.length ? given[0] : PhoneDate.now());
  }

  static override now(): number {
    return now() + ahead;
  }
}

export function setClock(milliseconds: number): void {
  ahead = milliseconds;
}

export function passTime(milliseconds: number): void {
  ahead += milliseconds;
}

/** The file as it was or as it is now, whenever the process is killed. */
export function keepWhole(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/** The cookies are written down before the answer is handed on: a browser's own survive its death too. */
class Jar {
  private readonly kept: Record<string, string>;

  constructor(private readonly file: string) {
    this.kept = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, string>) : {};
  }

  header(): string {
    return Object.entries(this.kept).map(([name, value]) => `${name}=${value}`).join("; ");
  }

  learn(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [name, value] = line.split(";")[0]!.split("=") as [string, string];
      if (value) this.kept[name] = value;
      else delete this.kept[name];
    }
    keepWhole(this.file, JSON.stringify(this.kept));
  }
}

/** Makes this process a browser at that address, with its profile in that folder. */
export function becomeBrowser(folder: string, origin: string): void {
  const jar = new Jar(`${folder}/cookies.json`);
  const wire = globalThis.fetch;
  const withCookies: typeof fetch = async (url, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set("Cookie", jar.header());
    if (init.method !== "GET") headers.set("Origin", origin);
    const response = await wire(url, { ...init, headers });
    jar.learn(response.headers);
    return response;
  };
  const { importKey } = crypto.subtle;
  crypto.subtle.importKey = ((format: "raw", bytes: BufferSource, how: string, _own: boolean, uses: KeyUsage[]) =>
    importKey.call(crypto.subtle, format, bytes, how, true, uses)) as typeof importKey; // the disk must get at what a browser would keep
  const nothing = (): null => null; // whether somebody is signed in stands in the store
  Object.assign(globalThis, { Date: PhoneDate, fetch: withCookies, location: { origin }, localStorage: { getItem: nothing, setItem: nothing, removeItem: nothing } });
}
