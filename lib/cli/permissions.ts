/**
 * The rights that a command needs. They are all looked at before any work, and what is missing is
 * said with the command that grants it; nothing is ever asked for in the middle of a run.
 *
 * @module
 */
import { EnvironmentError, UsageError, type UsageProblem } from "../engine/errors.ts";
import { folderOf, followLinks, relativePath } from "../engine/paths.ts";
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
  /** As the surroundings have it. */
  readonly packagesFolder: string | null;
  readonly args: readonly string[];
}

/**
 * The folders that the bundler reads packages from. Without one `--node-modules-dir` makes it, in the
 * project or, for a member of a workspace, in a folder above.
 */
export function packageNeeds(root: string, packagesFolder: string | null): Need[] {
  if (packagesFolder !== null) return [{ kind: "read", path: packagesFolder }];
  const needs: Need[] = [];
  for (let folder = root; folder !== folderOf(folder);) {
    folder = folderOf(folder);
    needs.push({ kind: "read", path: `${folder === "/" ? "" : folder}/node_modules` });
  }
  return needs;
}

/** What any command needs to be loaded at all. */
export function ownNeeds(root: string, engineFolder: string | null): Need[] {
  return [root, ...(engineFolder === null ? [] : [engineFolder])]
    .map((path) => ({ kind: "read", path }));
}

/**
 * Needs, and those for what the links on the way of a place to write lead to: some calls ask for the
 * right to the one, some to the other. Reading through a link takes no more than the right to the link.
 */
function withLinks(needs: readonly Need[]): Need[] {
  return needs.flatMap((need): Need[] => {
    if (need.kind !== "write") return [need];
    const { path } = followLinks(need.path);
    const isGuarded = GUARDED_FOLDERS[Deno.build.os]?.test(path) === true;
    return [
      need,
      ...(path === need.path
        ? []
        : [{ kind: "read", path } as const, { kind: "write", path } as const]),
      ...(isGuarded ? [{ kind: "all" } as const] : []),
    ];
  });
}

/**
 * Refuses to go on without a needed right. Links on the way of a place to write are followed.
 *
 * @param wanted Rights that are granted by the command as well, though this goes on without them.
 * @throws {UsageError} if a host is none.
 * @throws {EnvironmentError} naming what is missing and the `deno run` command that grants all
 * `needs`.
 */
export function requireRights(
  needs: readonly Need[],
  isGranted: (need: Need) => boolean,
  start: Start,
  wanted: readonly Need[] = [],
): void {
  const linked = withLinks(needs);
  const missing = missingRights(linked, isGranted);
  if (missing.length === 0) return;
  const list = [...new Set(missing.map((need) => needWords(need, start)))].join(", ");
  const all = [...linked, ...withLinks(wanted)];
  const place = start.folder === null ? "" : ` in "${start.folder}"`;
  throw new EnvironmentError(
    `This needs rights that the program was not given: ${list}. Nothing was run. ` +
      `${widenedWords(all, start)}To grant them, run${place}:\n  ${grantCommand(all, start)}`,
  );
}

function missingRights(needs: readonly Need[], isGranted: (need: Need) => boolean): Need[] {
  const problems: UsageProblem[] = [];
  const missing = needs.filter((need) => {
    try {
      return !isGranted(need);
    } catch (error) {
      // Deno throws it for what is no host.
      if (!(error instanceof URIError) || need.kind !== "net") throw error;
      const message = `Cannot reach "${need.host}", which a stage declares: ${error.message}`;
      problems.push({ subject: need.host, message });
      return false;
    }
  });
  if (problems.length > 0) throw new UsageError(problems);
  return missing;
}

/** Deno's lists of paths have no way to write a comma. */
function widenedWords(needs: readonly Need[], { folder }: Start): string {
  if (needs.some(({ kind }) => kind === "all")) return "";
  const widened = needs.flatMap((need) =>
    !("path" in need) || nameable(need.path, folder) === need.path ? [] : [need.path]
  );
  if (widened.length === 0) return "";
  const list = [...new Set(widened)].map((path) =>
    `"${shownPath(nameable(path, folder), folder)}" in place of "${shownPath(path, folder)}"`
  );
  return `A grant cannot name a path with a comma, so this names the folder above: ${
    list.join(", ")
  }. `;
}

/** `path`, or the nearest folder above it that a list of Deno's can name. */
function nameable(path: string, folder: string | null): string {
  let outer = path;
  while (grantedPath(outer, folder).includes(",") && outer !== folderOf(outer)) {
    outer = folderOf(outer);
  }
  return outer;
}

/** `path` as it stands in a list of grants: another way to it if that spares a comma. */
function grantedPath(path: string, folder: string | null): string {
  const shown = shownPath(path, folder);
  return shown.includes(",") && folder !== null ? relativePath(folder, path) : shown;
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
 *   { script: "/p/pipeline.ts", folder: "/p", packagesFolder: "/p/node_modules", args: ["plan"] },
 * );
 * assertEquals(command.replace(/^.*000 /, ""), "--allow-read=.,/data pipeline.ts plan");
 * ```
 */
export function grantCommand(needs: readonly Need[], start: Start): string {
  return shellLine([
    "deno",
    "run",
    "--no-prompt",
    // Another configuration may decide than the project's own: that of a workspace.
    "--unstable-worker-options",
    ...(start.packagesFolder !== null ? [] : ["--node-modules-dir=auto"]),
    "--v8-flags=--disallow-code-generation-from-strings,--wasm-tiering-budget=1000000000",
    ...(needs.some(({ kind }) => kind === "all") ? ["--allow-all"] : [
      ...pathsGrant("read", needs, start.folder),
      ...pathsGrant("write", needs, start.folder),
      ...hostsGrant(needs),
    ]),
    scriptWord(shownPath(start.script, start.folder)),
    ...start.args,
  ]);
}

function pathsGrant(
  kind: "read" | "write",
  needs: readonly Need[],
  folder: string | null,
): string[] {
  const paths = needs.flatMap((need) => need.kind === kind ? [nameable(need.path, folder)] : []);
  const distinct = [...new Set(paths)];
  const outermost = distinct.filter((path) =>
    !distinct.some((outer) => path.startsWith(`${outer}/`))
  );
  if (outermost.length === 0) return [];
  return [`--allow-${kind}=${outermost.map((path) => grantedPath(path, folder)).join(",")}`];
}

/** A script that Deno does not take for a flag or a URL. */
function scriptWord(path: string): string {
  return /^-|:/.test(path) && !path.startsWith("/") ? `./${path}` : path;
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
