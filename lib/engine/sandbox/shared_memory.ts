/**
 * Keeps memory that is shared from a stage that has no threads: WebAssembly makes such memory, too, and
 * its buffer leads to the constructor that is refused. Its text is sent to the worker, so it uses
 * nothing from outside itself.
 *
 * @module
 */

/** Makes every way to the buffer of a shared memory throw. */
export function refuseSharedMemory(refuse: () => never): void {
  const Shared = SharedArrayBuffer;
  const memory = WebAssembly.Memory.prototype;
  for (const key of ["buffer", "toFixedLengthBuffer", "toResizableBuffer"]) {
    const descriptor = Object.getOwnPropertyDescriptor(memory, key);
    if (descriptor === undefined) continue;
    const guarded = (give: (this: unknown) => unknown) =>
      function (this: unknown): unknown {
        const buffer = give.call(this);
        return buffer instanceof Shared ? refuse() : buffer;
      };
    const { get, value } = descriptor;
    const fenced = get === undefined ? { value: guarded(value) } : { get: guarded(get) };
    Object.defineProperty(memory, key, { ...fenced, enumerable: true, configurable: false });
  }
}
