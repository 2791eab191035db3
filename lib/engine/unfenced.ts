/**
 * What a stage can observe although its key does not hold it: no fence can be put around it. The one
 * list of it; `docs/architecture.md` has the same, and `reproduce` names what may have struck.
 *
 * @module
 */
import type { Node } from "./graph.ts";

/** What cannot be fenced, in words that go on after "the stage depends on". */
export const UNFENCED = {
  nan: "the sign and the payload of a NaN, read bit by bit",
  stack: "how deep the stack is",
  memory: "how much memory there is",
  settings: "its execution settings and its number of threads",
  threads: "which of its threads is first",
  flags: "the flags that Deno and V8 are started with",
  hosts: "what its hosts answer, in which order and when",
  words: "the words of the sandbox's own errors",
} as const satisfies { readonly [cause: string]: string };

/** One of what cannot be fenced. */
export type Unfenced = keyof typeof UNFENCED;

/** Why a stage may not be reproducible. */
export interface Causes {
  /** What the difference looks like; `null` if it tells nothing. */
  readonly likely: Unfenced | null;
  /** All that this stage can depend on. */
  readonly possible: readonly Unfenced[];
}

/**
 * What may have made two documents of a stage differ.
 *
 * @param hosts Those that the stage may reach.
 * @param byteOffset The first byte that differs.
 */
export function causesOfDifference(
  { stage }: Node,
  hosts: readonly string[],
  byteOffset: number,
  [before, after]: readonly [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>],
): Causes {
  const isNaN = isNaNAt(before, byteOffset) && isNaNAt(after, byteOffset);
  const hasSettings = Object.keys(stage.settings ?? {}).length > 0 || stage.threads !== undefined;
  const possible: Unfenced[] = [
    ...["nan", "stack", "memory"] as const,
    ...(hasSettings ? ["settings"] as const : []),
    ...(stage.threads === undefined ? [] : ["threads"] as const),
    ...(hosts.length === 0 ? [] : ["hosts"] as const),
    ...["flags", "words"] as const,
  ];
  return { likely: isNaN ? "nan" : null, possible };
}

/** What may have made a stage fail that had not failed before, by the message of its error. */
export function causesOfFailure(message: string): Causes {
  if (/call stack/i.test(message)) return { likely: "stack", possible: ["stack"] };
  if (/allocat|out of memory|(memory|table)\.grow/i.test(message)) {
    return { likely: "memory", possible: ["memory"] };
  }
  return { likely: null, possible: [] };
}

/** Whether a double or a float that is NaN lies over this byte, wherever it begins. */
function isNaNAt(bytes: Uint8Array<ArrayBuffer>, at: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isNaNOf = (width: number, read: (start: number) => number): boolean => {
    const first = Math.max(0, at - width + 1);
    const last = Math.min(at, bytes.length - width);
    for (let start = first; start <= last; start++) if (Number.isNaN(read(start))) return true;
    return false;
  };
  return isNaNOf(8, (start) => view.getFloat64(start, true)) ||
    isNaNOf(4, (start) => view.getFloat32(start, true));
}
