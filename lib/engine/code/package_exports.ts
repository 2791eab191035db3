/**
 * The maps `exports` and `imports` of a `package.json`, read as Node's documentation of packages says:
 * PACKAGE_IMPORTS_EXPORTS_RESOLVE and PACKAGE_TARGET_RESOLVE.
 *
 * @module
 */

/**
 * The target of a package's subpath.
 *
 * @param exports The field, in any of its forms.
 * @param subpath `.`, or a path that begins with `./`.
 * @returns a path that begins with `./`; `null` if the package does not export the subpath.
 *
 * @example
 * ```ts
 * import { exportsTarget } from "./package_exports.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const exports = { "./*": { require: "./cjs/*.js", default: "./esm/*.js" }, "./secret": null };
 * assertEquals(exportsTarget(exports, "./a", new Set(["require"])), "./cjs/a.js");
 * assertEquals(exportsTarget(exports, "./a", new Set(["import"])), "./esm/a.js");
 * assertEquals(exportsTarget(exports, "./secret", new Set(["import"])), null);
 * ```
 */
export function exportsTarget(
  exports: unknown,
  subpath: string,
  conditions: ReadonlySet<string>,
): string | null {
  const isBySubpath = isObject(exports) &&
    Object.keys(exports).some((key) => key.startsWith("."));
  return targetIn(isBySubpath ? exports : { ".": exports }, subpath, conditions);
}

/**
 * The target of a name that begins with `#`.
 *
 * @param imports The field.
 * @returns a path that begins with `./`, or a name; `null` if the package does not define the name.
 */
export function importsTarget(
  imports: unknown,
  name: string,
  conditions: ReadonlySet<string>,
): string | null {
  return isObject(imports) ? targetIn(imports, name, conditions) : null;
}

/** What a map of JSON looks like. */
export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function targetIn(
  map: { readonly [key: string]: unknown },
  name: string,
  conditions: ReadonlySet<string>,
): string | null {
  if (Object.hasOwn(map, name) && !name.includes("*")) {
    return targetOf(map[name], "", conditions) ?? null;
  }
  const [best] = Object.keys(map).flatMap((key) => patternOf(key, name)).sort(byPrecedence);
  return best === undefined ? null : targetOf(map[best.key], best.star, conditions) ?? null;
}

interface Pattern {
  readonly key: string;
  /** What `*` stands for. */
  readonly star: string;
}

function patternOf(key: string, name: string): Pattern[] {
  const [before, after, ...more] = key.split("*");
  if (before === undefined || after === undefined || more.length > 0) return [];
  const matches = name.startsWith(before) && name.endsWith(after) && name.length >= key.length;
  return matches ? [{ key, star: name.slice(before.length, name.length - after.length) }] : [];
}

/** The longest text before `*` comes first, then the longest key. */
function byPrecedence({ key: a }: Pattern, { key: b }: Pattern): number {
  return b.indexOf("*") - a.indexOf("*") || b.length - a.length;
}

/** `undefined` where no condition holds, which lets later ones be tried; `null` where it is forbidden. */
function targetOf(
  value: unknown,
  star: string,
  conditions: ReadonlySet<string>,
): string | null | undefined {
  if (typeof value === "string") return value.replaceAll("*", () => star);
  if (Array.isArray(value)) {
    const targets = value.map((each) => targetOf(each, star, conditions));
    return targets.find((target) => typeof target === "string") ?? targets.at(-1);
  }
  if (!isObject(value)) return value === null ? null : undefined;
  for (const [condition, each] of Object.entries(value)) {
    if (condition !== "default" && !conditions.has(condition)) continue;
    const target = targetOf(each, star, conditions);
    if (target !== undefined) return target;
  }
  return undefined;
}
