/**
 * Keeps memory that is shared from a stage that has no threads: WebAssembly makes such memory, too, and
 * its buffer leads to the constructor that is refused. Its text is sent to the worker, so it uses
 * nothing from outside itself.
 *
 * @module
 */

/** Makes every way to the buffer of a shared memory throw. */
export function refuseSharedMemory(refuse: () => never): void {
  const { apply } = Reflect;
  const Shared = SharedArrayBuffer;
  const memory = WebAssembly.Memory.prototype;
  // A proxy without traps: the same function, but its text is not to be seen. The handler has no
  // prototype, where a stage could put a trap.
  const noTraps = Object.create(null);
  for (const key of ["buffer", "toFixedLengthBuffer", "toResizableBuffer"]) {
    const descriptor = Object.getOwnPropertyDescriptor(memory, key);
    if (descriptor === undefined) continue;
    const guarded = (give: (this: unknown) => unknown) => {
      // A method, because the prototype of a function leads to the function itself.
      const { guard } = {
        guard(this: unknown): unknown {
          const buffer = apply(give, this, []);
          return buffer instanceof Shared ? refuse() : buffer;
        },
      };
      return new Proxy(guard, noTraps);
    };
    const { get, value } = descriptor;
    const fenced = get === undefined ? { value: guarded(value) } : { get: guarded(get) };
    Object.defineProperty(memory, key, { ...fenced, enumerable: true, configurable: false });
  }
}
