/**
 * Tests that load the bundler.
 *
 * @module
 */

/**
 * A test without the sanitizers, which count timers: the bundler's runtime starts timers of its own and keeps them
 * as long as the process lives.
 */
export function engineTest(name: string, fn: (t: Deno.TestContext) => void | Promise<void>): void {
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
}
