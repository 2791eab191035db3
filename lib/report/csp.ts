/**
 * Makes a page's Content-Security-Policy: it forbids all requests, and every inline script and style except
 * those that are hashed here.
 *
 * @module
 */

/**
 * The policy of a page with at most one inline `script` and one inline `style`. Pictures may be `data:` URLs.
 * The script must not convert strings to markup (Trusted Types).
 *
 * @param script `null` for a page without a script
 *
 * @example
 * ```ts
 * import { contentSecurityPolicy } from "./csp.ts";
 * import { assert } from "@std/assert";
 *
 * const policy = await contentSecurityPolicy("let x = 1;", "p { color: red }");
 * assert(policy.startsWith("default-src 'none'; script-src 'sha256-"));
 * ```
 */
export async function contentSecurityPolicy(
  script: string | null,
  style: string,
): Promise<string> {
  return [
    "default-src 'none'",
    ...(script === null ? [] : [`script-src '${await sha256Source(script)}'`]),
    `style-src '${await sha256Source(style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

async function sha256Source(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}
