/**
 * Keeps stack frames from a stage: they name files of the machine, and lines that its bundle does not
 * hold. Its text is sent to the worker, so it uses nothing from outside itself.
 *
 * @module
 */

/** Leaves a stack no more than its first line. Returns what reads the frames of an error. */
export function hideFrames(refuse: () => never): (error: object) => string {
  const frames = new WeakMap<object, string>();
  const withoutFrames = (error: object, sites: readonly object[]): string => {
    frames.set(error, sites.map((site) => `\n    at ${site}`).join(""));
    try {
      return String(error);
    } catch {
      return "Error";
    }
  };
  Object.defineProperty(Error, "prepareStackTrace", {
    get: () => withoutFrames,
    set: refuse,
    configurable: false,
  });
  return (error) => {
    // Frames are worked out when the stack is first asked for.
    void Reflect.get(error, "stack");
    return frames.get(error) ?? "";
  };
}
