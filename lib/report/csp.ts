/**
 * The page's Content-Security-Policy: nothing may be loaded from anywhere, and of inline script and
 * style only the very texts that are hashed here.
 *
 * @module
 */

/**
 * The policy for a page with at most one inline `script` and one inline `style`; pictures may be
 * `data:` URLs. Also forbids the script to turn strings into markup (Trusted Types).
 *
 * @param script `null` for a page without
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
