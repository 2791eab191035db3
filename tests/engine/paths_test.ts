import { assertEquals } from "@std/assert";
import { fromFileUrl, relativePath, resolvePath, toFileUrl } from "../../lib/engine/paths.ts";

Deno.test("resolvePath() resolves segments of dots, and keeps names that only begin with dots", () => {
  const cases = [
    ["lib/a.ts", "/p/lib/a.ts"],
    ["./lib/a.ts", "/p/lib/a.ts"],
    ["../a.ts", "/a.ts"],
    ["lib/../a.ts", "/p/a.ts"],
    ["lib/..", "/p/"],
    [".", "/p/"],
    ["..", "/"],
    ["/abs/./a.ts", "/abs/a.ts"],
    ["node_modules/.deno/x/..data/a...ts", "/p/node_modules/.deno/x/..data/a...ts"],
    ["a b#c?d%20é.ts", "/p/a b#c?d%20é.ts"],
  ] as const;
  for (const [path, absolute] of cases) assertEquals(resolvePath("/p", path), absolute, path);
});

Deno.test("resolvePath() gives what a URL gives, for every path of two segments", () => {
  const segments = ["a", ".", "..", ".a", "a.", "...", "%2e", "#", "é"];
  for (const first of segments) {
    for (const second of segments) {
      const joined = `/p/q/${first}/${second}`;
      const expected = fromFileUrl(new URL(toFileUrl(joined)));
      assertEquals(resolvePath("/p/q", `${first}/${second}`), expected);
      assertEquals(resolvePath("/elsewhere", joined), expected);
    }
  }
});

Deno.test("relativePath() undoes resolvePath(), with .. outside the folder", () => {
  for (const path of ["a/b.ts", "../x/a.ts", "../../a.ts"]) {
    assertEquals(relativePath("/p/q", resolvePath("/p/q", path)), path);
  }
});
