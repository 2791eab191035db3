/**
 * Keeps stack frames from a stage: they name files of the machine, and lines that its bundle does not
 * hold. Its text is sent to the worker, so it uses nothing from outside itself; frames are worked out
 * after the stage has begun, so nothing that a stage can replace may see them.
 *
 * @module
 */

/** Leaves a stack no more than its first line. Returns what reads the frames of an error. */
export function hideFrames(refuse: () => never): (error: object) => string {
  const { apply, get } = Reflect;
  const known = new WeakMap<object, string>();
  const keep = known.set.bind(known);
  const recall = known.get.bind(known);

  const withoutFrames = (error: object, sites: readonly object[]): string => {
    let frames = "";
    // No method of the list and no conversion of a frame to text: a stage may have replaced both. A
    // frame has a `toString` of its own, which no stage gets hold of.
    for (let i = 0; i < sites.length; i++) {
      frames += "\n    at " + apply(sites[i]!.toString, sites[i], []);
    }
    keep(error, frames);
    try {
      return String(error);
    } catch {
      return "Error";
    }
  };
  const hidden = withoutFrames.bind(null);
  Object.defineProperty(Error, "prepareStackTrace", {
    get: (() => hidden).bind(null),
    set: refuse,
    configurable: false,
  });
  return (error) => {
    // Frames are worked out when the stack is first asked for.
    void get(error, "stack");
    return recall(error) ?? "";
  };
}
