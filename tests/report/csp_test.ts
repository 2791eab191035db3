import { assertEquals } from "@std/assert";
import { contentSecurityPolicy } from "../../lib/report/csp.ts";

// Computed with `printf 'let x = 1;' | openssl dgst -sha256 -binary | base64`.
const SCRIPT = "sha256-qtc3jf64UXA5J6U02kfQ0Cvn9Uz4wXUaN3NNUVgR2v4=";
const STYLE = "sha256-Q3vbCT/dvT5B9SuhpCMiKKETdTm438URlsgYVryGC1o=";

Deno.test("the policy allows one script, one style, pictures from data: URLs, and nothing else", async () => {
  assertEquals(
    (await contentSecurityPolicy("let x = 1;", 'p::after { content: "é€😀" }')).split("; "),
    [
      "default-src 'none'",
      `script-src '${SCRIPT}'`,
      `style-src '${STYLE}'`,
      "img-src data:",
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ],
  );
});

Deno.test("the policy of a page without a script allows no script", async () => {
  assertEquals(
    (await contentSecurityPolicy(null, 'p::after { content: "é€😀" }')).split("; "),
    [
      "default-src 'none'",
      `style-src '${STYLE}'`,
      "img-src data:",
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ],
  );
});
