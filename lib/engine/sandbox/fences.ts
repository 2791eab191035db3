/**
 * Takes away what is ambient: globals that are not allowed, and members of those that are. Its text is
 * sent to the worker, so it uses nothing from outside itself.
 *
 * @module
 */

/** What is left, and what is said of the rest; plain JSON. */
export interface Fences {
  /** Globals that stay. */
  readonly allowed: readonly string[];
  /** What is ambient of allowed objects, and of those that these lead to: `Response.formData`. */
  readonly ambient: readonly string[];
  readonly exactMath: readonly string[];
  readonly advice: Readonly<Record<string, string>>;
}

/** Makes a property throw, whoever touches it. */
export type Forbid = (holder: object, key: string, name: string, instead?: string) => void;

/** Forbids all that is not allowed. */
export function raiseFences(
  { allowed, ambient, exactMath, advice }: Fences,
  forbid: Forbid,
): void {
  // Some globals are loaded at first use, by code that needs what is about to go.
  for (const name of allowed) Reflect.get(globalThis, name);

  // The runtime looks these up when it reports an error or a rejection, and when it calls its own
  // functions, and would show them what is hidden.
  const functions = Object.getPrototypeOf(() => {});
  const lookedUp: readonly (readonly [object, string])[] = [
    [globalThis, "Error"],
    [globalThis, "dispatchEvent"],
    [functions, "call"],
    [functions, "apply"],
    [functions, "bind"],
  ];
  for (const [holder, key] of lookedUp) {
    const value = Reflect.get(holder, key);
    Object.defineProperty(holder, key, { value, writable: false, configurable: false });
  }

  // Before the globals that lead there are gone: streams lead to some of these all the same.
  for (const full of ambient) {
    const [name = "", key = ""] = full.split(".");
    const owner = Reflect.get(globalThis, name);
    const holders = [owner, owner.prototype].filter((holder) => Object.hasOwn(holder, key));
    for (const holder of holders) forbid(holder, key, full, advice[full]);
  }

  // The global object and its prototypes, up to the one that all objects share.
  const keep = new Set(allowed);
  for (
    let holder: object = globalThis;
    holder !== Object.prototype && holder !== null;
    holder = Object.getPrototypeOf(holder)
  ) {
    for (const key of Object.getOwnPropertyNames(holder)) {
      if (!keep.has(key) && key !== "constructor") forbid(holder, key, key, advice[key]);
    }
  }

  // What is ambient inside allowed objects.
  for (const key of Object.getOwnPropertyNames(Math)) {
    const isInexact = typeof Reflect.get(Math, key) === "function" && !exactMath.includes(key);
    if (key === "random") {
      forbid(Math, key, "Math.random", "draw from a generator seeded by a param");
    } else if (isInexact) {
      forbid(
        Math,
        key,
        `Math.${key}`,
        "its last bits differ between engines; compute it from + - × ÷",
      );
    }
  }
  const byLanguage = "it depends on the language of the machine";
  const prototypes: [string, object][] = [
    ["Object", Object.prototype],
    ["Array", Array.prototype],
    ["TypedArray", Object.getPrototypeOf(Uint8Array.prototype)],
    ["Number", Number.prototype],
    ["BigInt", BigInt.prototype],
    ["String", String.prototype],
  ];
  for (const [owner, prototype] of prototypes) {
    for (const key of Object.getOwnPropertyNames(prototype)) {
      if (/^(toLocale|localeCompare)/.test(key)) {
        forbid(prototype, key, `${owner}.${key}`, byLanguage);
      }
    }
  }

  // Functions of every kind lead to a constructor that makes code from strings.
  for (const kind of [() => {}, async () => {}, function* () {}, async function* () {}]) {
    forbid(Object.getPrototypeOf(kind), "constructor", "Function", advice["Function"]);
  }
}
