/**
 * One try at one URL. Believes a server nothing: counts bytes itself, follows redirects by hand and
 * only to allowed hosts, asks for no encoding, and has two time limits. Keeps nothing of an answer
 * that is not complete.
 *
 * @module
 */
import { collect } from "./collect.ts";
import { EnvironmentError, IntegrityError } from "./errors.ts";
import { isSafeUrl } from "./mirror.ts";
import { type TimeLimits, withWatchdog } from "./watchdog.ts";

const MAX_REDIRECTS = 5;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
const PASSING: readonly number[] = [408, 429, 500, 502, 503, 504];
const ABSENT: readonly number[] = [403, 404, 410];

/** A try that failed, and whether the same again, another name or only another mirror may help. */
export class TryError extends EnvironmentError {
  /** What may help. */
  readonly next: "again" | "other-name" | "other-mirror";
  /** How long the server asked to be left alone; `null` if it did not say, or gave a date. */
  readonly retryAfterMs: number | null;
  /** An error with its cause, if there is one. */
  constructor(
    message: string,
    next: TryError["next"],
    options: { readonly cause?: unknown; readonly retryAfterMs?: number | null } = {},
  ) {
    super(message, "cause" in options ? { cause: options.cause } : {});
    this.next = next;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** What one try is held to. */
export interface GetLimits extends TimeLimits {
  /** Hosts (with port, unless it is the usual one) that redirects may lead to. */
  readonly hosts: ReadonlySet<string>;
  /** How many bytes the body may have. */
  readonly limitBytes: number;
}

/**
 * The body of the answer to a GET, as it was sent: a body in gzip encoding is not inflated.
 *
 * @param onBytes told after each chunk how many bytes there are, and how many the server announced;
 * may throw to stop
 *
 * @example
 * ```ts
 * import { httpGet } from "./http_get.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const server = Deno.serve({ port: 0, onListen() {} }, () => new Response("hello"));
 * const url = new URL(`http://127.0.0.1:${server.addr.port}/`);
 * const limits = {
 *   hosts: new Set([url.host]),
 *   limitBytes: 5,
 *   tryTimeoutMs: 5000,
 *   stallTimeoutMs: 5000,
 * };
 * assertEquals(new TextDecoder().decode(await httpGet(url, limits, () => {})), "hello");
 * await server.shutdown();
 * ```
 *
 * @throws {TryError} if there is no complete answer in time.
 * @throws {IntegrityError} if it is longer than it may be.
 */
export function httpGet(
  url: URL,
  limits: GetLimits,
  onBytes: (received: number, announced: number | null) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const timedOut = (why: string) => new TryError(`${url}: ${why}`, "again");
  return withWatchdog(limits, timedOut, async (signal, alive) => {
    const response = await followRedirects(url, limits.hosts, signal);
    alive();
    checkHead(url, response, limits.limitBytes);
    const announced = announcedBytes(response);
    const reader = response.body?.getReader();
    let received = 0;
    const next = async () => {
      const chunk = await attempt(url, async () => (await reader?.read())?.value);
      if (chunk === undefined) return undefined;
      alive();
      received += chunk.length;
      onBytes(received, announced);
      return chunk;
    };
    return await collect(next, limits.limitBytes, (length) => {
      throw tooLong(url, length, limits.limitBytes);
    });
  });
}

async function followRedirects(
  start: URL,
  hosts: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Response> {
  let url = start;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const response = await attempt(start, () =>
      fetch(url, {
        signal,
        redirect: "manual",
        // With this header set the runtime leaves a gzip encoding alone; it would inflate it
        // without a limit.
        headers: { "accept-encoding": "identity" },
      }));
    if (!REDIRECTS.includes(response.status)) return response;
    await response.body?.cancel();
    const location = response.headers.get("location");
    if (location === null || !URL.canParse(location, url)) {
      const found = location === null ? "nowhere" : `"${location}"`;
      throw new TryError(`${start}: redirected to ${found}, expected a URL`, "other-mirror");
    }
    url = new URL(location, url);
    if (!isSafeUrl(url) || !hosts.has(url.host)) {
      const allowed = [...hosts].join(", ");
      throw new TryError(
        `${start}: redirected to ${url.origin}, expected one of ${allowed}`,
        "other-mirror",
      );
    }
  }
  throw new TryError(`${start}: more than ${MAX_REDIRECTS} redirects`, "other-mirror");
}

/** Throws unless the head of an answer promises what can be used. */
function checkHead(url: URL, response: Response, limitBytes: number): void {
  const { status, headers } = response;
  if (status !== 200) {
    const next = PASSING.includes(status)
      ? "again"
      : ABSENT.includes(status)
      ? "other-name"
      : "other-mirror";
    const retryAfterMs = retryAfter(headers);
    throw new TryError(`${url}: HTTP status ${status}, expected 200`, next, { retryAfterMs });
  }
  const encoding = headers.get("content-encoding")?.trim().toLowerCase() ?? "";
  if (!["", "identity", "gzip", "x-gzip"].includes(encoding)) {
    throw new TryError(`${url}: encoded as "${encoding}", expected gzip or none`, "other-mirror");
  }
  const announced = announcedBytes(response);
  if (announced !== null && announced > limitBytes) throw tooLong(url, announced, limitBytes);
}

function announcedBytes(response: Response): number | null {
  const text = response.headers.get("content-length");
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}

/** Seconds to milliseconds. The other form, a date, needs a clock, which a stage does not have. */
function retryAfter(headers: Headers): number | null {
  const text = headers.get("retry-after")?.trim() ?? "";
  return /^\d+$/.test(text) ? Number(text) * 1000 : null;
}

/** Runs a step on the network; what it throws of its own accord becomes a `TryError`. */
async function attempt<T>(url: URL, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    if (cause instanceof TryError) throw cause;
    const reason = cause instanceof Error ? innermost(cause) : String(cause);
    const refused = cause instanceof Error && cause.name === "NotCapable";
    throw new TryError(`${url}: ${reason}`, refused ? "other-mirror" : "again", { cause });
  }
}

function innermost(error: Error): string {
  return error.cause instanceof Error ? innermost(error.cause) : error.message;
}

function tooLong(url: URL, lengthBytes: number, limitBytes: number): IntegrityError {
  return new IntegrityError(
    `Cannot accept ${url}: got ${lengthBytes} bytes or more, expected at most ${limitBytes}`,
  );
}
