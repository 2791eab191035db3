/**
 * Keeps a stage from the listeners of its worker: the runtime holds them in a property of the global
 * object, where a stage could call the engine's own, replace them and add some. Its text is sent to the
 * worker, so it uses nothing from outside itself.
 *
 * @module
 */

/** From now on no listener of the global object can be added, removed or changed. */
export function sealListeners(): void {
  const freezeAll = (value: unknown): void => {
    if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
    for (const part of Object.values(Object.freeze(value))) freezeAll(part);
  };
  for (const key of Object.getOwnPropertySymbols(globalThis)) {
    const value = Reflect.get(globalThis, key);
    freezeAll(value);
    Object.defineProperty(globalThis, key, { value, writable: false, configurable: false });
  }
}
