/**
 * The rights that a command needs. They are all looked at before any work, and what is missing is
 * said with the command that grants it; nothing is ever asked for in the middle of a run.
 *
 * @module
 */
import { EnvironmentError } from "../engine/errors.ts";
import { followLinks } from "../engine/links.ts";
import { relativePath } from "../engine/paths.ts";
import { shellLine } from "./shell.ts";

/** A right: to read or write an absolute path and all below it, to reach a host, or all there are. */
export type Need =
  | { readonly kind: "read" | "write"; readonly path: string }
  | { readonly kind: "net"; readonly host: string }
  | { readonly kind: "all" };

/** Folders below which Deno opens files only for a program that has all rights. */
const GUARDED_FOLDERS: { readonly [os: string]: RegExp } = { linux: /^\/(dev|proc|sys)\// };

/** How the program was started. */
export interface Start {
  /** Absolute path of `pipeline.ts`. */
  readonly script: string;
  /** The current folder; `null` where it may not be known. */
  readonly folder: string | null;
  readonly args: readonly string[];
}

/** What any command needs to be loaded at all. */
export function ownNeeds(root: string, engineFolder: string | null): Need[] {
  return [root, ...(engineFolder === null ? [] : [engineFolder])]
    .map((path) => ({ kind: "read", path }));
}

/** Needs, and those for what the links on the way of paths lead to: Deno asks for both. */
function withLinks(needs: readonly Need[]): Need[] {
  return needs.flatMap((need): Need[] => {
    if (need.kind !== "read" && need.kind !== "write") return [need];
    const { path } = followLinks(need.path);
    const isGuarded = GUARDED_FOLDERS[Deno.build.os]?.test(path) === true;
    return [
      need,
      ...(path === need.path ? [] : [{ ...need, path }]),
      ...(isGuarded ? [{ kind: "all" } as const] : []),
    ];
  });
}

/**
 * Refuses to go on without a needed right. Links are followed.
 *
 * @throws {EnvironmentError} naming what is missing and the `deno run` command that grants all
 * `needs`.
 */
export function requireRights(
  needs: readonly Need[],
  isGranted: (need: Need) => boolean,
  start: Start,
): void {
  const all = withLinks(needs);
  const missing = all.filter((need) => !isGranted(need));
  if (missing.length === 0) return;
  const list = [...new Set(missing.map((need) => needWords(need, start)))].join(", ");
  throw new EnvironmentError(
    `This needs rights that the program was not given: ${list}. Nothing was run. ` +
      `To grant them, run:\n  ${grantCommand(all, start)}`,
  );
}

function needWords(need: Need, start: Start): string {
  switch (need.kind) {
    case "net":
      return `net "${need.host}"`;
    case "all":
      return "all rights, which Deno asks for below /dev, /proc and /sys";
    case "read":
    case "write":
      return `${need.kind} "${shownPath(need.path, start.folder)}"`;
    default:
      return need satisfies never;
  }
}

/**
 * The command that starts the program with exactly these rights.
 *
 * @example
 * ```ts
 * import { grantCommand } from "./permissions.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const command = grantCommand(
 *   [{ kind: "read", path: "/p" }, { kind: "read", path: "/p/a" }, { kind: "read", path: "/data" }],
 *   { script: "/p/pipeline.ts", folder: "/p", args: ["plan"] },
 * );
 * assertEquals(command.replace(/^.*000 /, ""), "--allow-read=.,/data pipeline.ts plan");
 * ```
 */
export function grantCommand(needs: readonly Need[], start: Start): string {
  return shellLine([
    "deno",
    "run",
    "--no-prompt",
    "--v8-flags=--disallow-code-generation-from-strings,--wasm-tiering-budget=1000000000",
    ...(needs.some(({ kind }) => kind === "all") ? ["--allow-all"] : [
      ...pathsGrant("read", needs, start.folder),
      ...pathsGrant("write", needs, start.folder),
      ...hostsGrant(needs),
    ]),
    shownPath(start.script, start.folder),
    ...start.args,
  ]);
}

function pathsGrant(
  kind: "read" | "write",
  needs: readonly Need[],
  folder: string | null,
): string[] {
  const paths = [...new Set(needs.flatMap((need) => (need.kind === kind ? [need.path] : [])))];
  const outermost = paths.filter((path) => !paths.some((outer) => path.startsWith(`${outer}/`)));
  if (outermost.length === 0) return [];
  // Deno separates paths by commas and reads two of them as one that belongs to a path.
  const list = outermost.map((path) => shownPath(path, folder).replaceAll(",", ",,")).join(",");
  return [`--allow-${kind}=${list}`];
}

function hostsGrant(needs: readonly Need[]): string[] {
  const hosts = new Set(needs.flatMap((need) => (need.kind === "net" ? [need.host] : [])));
  return hosts.size === 0 ? [] : [`--allow-net=${[...hosts].join(",")}`];
}

/** `path` as it is typed in `folder`: relative where it lies inside, absolute elsewhere. */
export function shownPath(path: string, folder: string | null): string {
  if (folder === null) return path;
  if (path === folder) return ".";
  return path.startsWith(`${folder}/`) ? relativePath(folder, path) : path;
}
