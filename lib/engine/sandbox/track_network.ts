/**
 * Counts requests and the reading of bodies among the operations that a stage has to wait for. Its text
 * is sent to the worker, so it uses nothing from outside itself.
 *
 * @module
 */
import type { Operations } from "./operations.ts";

/** Replaces `fetch`, and what reads a body whole, by functions that are counted. */
export function trackNetwork({ run }: Operations): void {
  const { apply } = Reflect;
  const track = (holder: object, key: string, name: string): void => {
    const handler = Object.assign(Object.create(null), {
      apply: (target: () => unknown, self: unknown, given: []) =>
        run(name, () => apply(target, self, given)),
    });
    Reflect.set(holder, key, new Proxy(Reflect.get(holder, key), handler));
  };
  track(globalThis, "fetch", "fetch");
  for (const [name, { prototype }] of [["Response", Response], ["Request", Request]] as const) {
    for (const key of ["arrayBuffer", "blob", "bytes", "json", "text"]) {
      track(prototype, key, `${name}.${key}`);
    }
  }
}
