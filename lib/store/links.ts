/**
 * Where paths lead.
 *
 * @module
 */
import { systemCode } from "./system_error.ts";

/** A path with its links followed. */
export interface Followed {
  /** Without links, as far as it exists. */
  readonly path: string;
  /** A link on the way that leads nowhere, or back to itself, and what it says; `null` if none does. */
  readonly broken: { readonly link: string; readonly target: string } | null;
}

/**
 * Follows the links of an absolute path, and of the folders on the way.
 *
 * @example
 * ```ts
 * import { followLinks } from "./links.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const folder = await Deno.realPath(await Deno.makeTempDir());
 * await Deno.symlink(`${folder}/real`, `${folder}/link`);
 * const broken = { link: `${folder}/link`, target: `${folder}/real` };
 * assertEquals(followLinks(`${folder}/link/a`), { path: `${folder}/link/a`, broken });
 * await Deno.mkdir(`${folder}/real`);
 * assertEquals(followLinks(`${folder}/link/a`), { path: `${folder}/real/a`, broken: null });
 * ```
 */
export function followLinks(path: string): Followed {
  try {
    const found = Deno.realPathSync(path);
    const isWindows = Deno.build.os === "windows";
    return { path: isWindows ? found.replaceAll("\\", "/") : found, broken: null };
  } catch (error) {
    const code = systemCode(error);
    const target = code === "ENOENT" || code === "ELOOP" ? targetOf(path) : null;
    if (target !== null) return { path, broken: { link: path, target } };
    const end = path.lastIndexOf("/");
    if (end <= 0) return { path, broken: null };
    const { path: folder, broken } = followLinks(path.slice(0, end));
    return { path: `${folder === "/" ? "" : folder}${path.slice(end)}`, broken };
  }
}

/** What the link at a path says; `null` if there is none. */
function targetOf(path: string): string | null {
  try {
    return Deno.readLinkSync(path);
  } catch {
    return null;
  }
}
