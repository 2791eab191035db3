/**
 * Mirrors: folders on the web that hold a data set's files. HTTPS only, except to this very machine,
 * where nobody is in between; no credentials in the address.
 *
 * @module
 */

const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * The entries of a comma-separated list, without blanks around them or empty ones.
 *
 * @example
 * ```ts
 * import { listOf } from "./mirror.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(listOf("a, b,,c "), ["a", "b", "c"]);
 * ```
 */
export function listOf(text: string): string[] {
  return text.split(",").map((entry) => entry.trim()).filter((entry) => entry !== "");
}

/**
 * May the program send a request there? Asked of a mirror and of each redirect alike.
 *
 * @example
 * ```ts
 * import { isSafeUrl } from "./mirror.ts";
 * import { assert } from "@std/assert";
 *
 * assert(isSafeUrl(new URL("https://example.org/mnist/")));
 * assert(isSafeUrl(new URL("http://127.0.0.1:8000/")));
 * assert(!isSafeUrl(new URL("http://example.org/mnist/")));
 * assert(!isSafeUrl(new URL("https://me:secret@example.org/")));
 * ```
 */
export function isSafeUrl(url: URL): boolean {
  const secure = url.protocol === "https:" ||
    url.protocol === "http:" && LOOPBACK.has(url.hostname);
  return secure && url.username === "" && url.password === "";
}

/**
 * A mirror's address, ending in a slash so that file names can be put after it.
 *
 * @example
 * ```ts
 * import { parseMirror } from "./mirror.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(parseMirror("https://example.org/mnist").href, "https://example.org/mnist/");
 * assertThrows(() => parseMirror("http://example.org/"), TypeError, "expected https://");
 * ```
 *
 * @throws {TypeError} if the text is no URL, or one that is not to be asked.
 */
export function parseMirror(text: string): URL {
  const [problem] = mirrorProblem(text);
  if (problem !== undefined) throw new TypeError(problem);
  const url = new URL(text);
  return new URL(url.pathname.endsWith("/") ? url.href : `${url.href}/`);
}

/** What keeps a text from being a mirror's address; nothing if it is one. */
export function mirrorProblem(text: string): string[] {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && isSafeUrl(url) && url.search === "" && url.hash === "") return [];
  return [
    `Cannot use "${text}" as a mirror: expected https://HOST/FOLDER/ ` +
    "(http:// on this machine only), without user name, query or fragment",
  ];
}

/**
 * The hosts, with their ports where these are not the usual ones, of those texts that are URLs.
 *
 * @example
 * ```ts
 * import { hostsOf } from "./mirror.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(hostsOf(["https://a.org/x/", "https://a.org/y/", "?"]), ["a.org"]);
 * ```
 */
export function hostsOf(urls: readonly string[]): string[] {
  const hosts = urls.filter((text) => URL.canParse(text)).map((text) => new URL(text).host);
  return [...new Set(hosts)].filter((host) => host !== "");
}
