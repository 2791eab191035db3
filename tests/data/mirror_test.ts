import { assertEquals, assertThrows } from "@std/assert";
import { hostsOf, isSafeUrl, listOf, mirrorProblem, parseMirror } from "../../lib/data/mirror.ts";

Deno.test("isSafeUrl() takes HTTPS to anywhere and HTTP to this machine, without credentials", () => {
  const safe = [
    "https://example.org/",
    "https://example.org:8443/x",
    "http://127.0.0.1/",
    "http://localhost:8000/",
    "http://[::1]:8000/",
  ];
  const unsafe = [
    "http://example.org/",
    "http://localhost.example.org/",
    "http://127.0.0.2/",
    "ftp://localhost/",
    "file:///etc/",
    "https://me@example.org/",
    "https://:secret@example.org/",
    "http://me:secret@localhost/",
  ];
  for (const url of safe) assertEquals([url, isSafeUrl(new URL(url))], [url, true]);
  for (const url of unsafe) assertEquals([url, isSafeUrl(new URL(url))], [url, false]);
});

Deno.test("parseMirror() ends an address in one slash", () => {
  assertEquals(parseMirror("https://example.org").href, "https://example.org/");
  assertEquals(parseMirror("https://example.org/a/b").href, "https://example.org/a/b/");
  assertEquals(parseMirror("https://example.org/a/b/").href, "https://example.org/a/b/");
});

Deno.test("parseMirror() refuses what is no URL, not safe, or has a query or fragment", () => {
  const texts = ["", "example.org", "http://example.org/", "https://e.org/?x", "https://e.org/#x"];
  for (const text of texts) {
    const problem = `Cannot use "${text}" as a mirror: expected https://HOST/FOLDER/ ` +
      "(http:// on this machine only), without user name, query or fragment";
    assertEquals(mirrorProblem(text), [problem]);
    const error = assertThrows(() => parseMirror(text), TypeError);
    assertEquals(error.message, problem);
  }
});

Deno.test("hostsOf() names each host once, with an unusual port, and none of what has none", () => {
  const urls = ["https://a.org/", "https://a.org:443/x", "http://b.org:81/", "no URL", "file:///x"];
  assertEquals(hostsOf(urls), ["a.org", "b.org:81"]);
});

Deno.test("listOf() leaves out blanks and empty entries", () => {
  assertEquals(listOf(" a ,, b c,"), ["a", "b c"]);
  assertEquals(listOf(" , "), []);
});
