/**
 * Which npm package a file belongs to.
 *
 * @module
 */

/** An npm package as a path inside `node_modules` names it. */
export interface PackageOfPath {
  readonly name: string;
  readonly version: string;
}

/** The package that a file belongs to; `null` for a file of the project. */
export function packageOf(path: string): PackageOfPath | null {
  const match = /node_modules\/\.deno\/((?:@[^+/]+\+)?[^@/]+)@([^/_]+)[^/]*\//.exec(path);
  return match === null ? null : { name: match[1]!.replace("+", "/"), version: match[2]! };
}
