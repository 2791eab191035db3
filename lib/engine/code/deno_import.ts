/**
 * Where Deno leads an import of any module of the project, scopes of import maps and members of
 * workspaces included: `import.meta.resolve` answers for its own module only. Only the bundler's worker
 * loads this, because `node:module` takes longer to load than all that a run of hits does.
 *
 * @module
 */
import { registerHooks } from "node:module";
import { fromFileUrl, relativePath, toFileUrl } from "../paths.ts";

/** Before what is asked; no import of ours begins so. */
const ASK = "ask:";

/** URLs that were found, by the question. */
const found = new Map<string, string>();
let isHooked = false;

/**
 * What Deno gives the file `importer` for `specifier`: a path relative to `root`, or a URL that is none
 * of a file; `null` if it finds nothing.
 */
export async function askDenoFor(
  specifier: string,
  importer: string,
  root: string,
): Promise<string | null> {
  if (!isHooked) hook();
  const question = ASK + encodeURIComponent(JSON.stringify([specifier, toFileUrl(importer)]));
  await import(question).catch(() => {});
  const url = found.get(question);
  if (url === undefined || isGuess(url, specifier, importer)) return null;
  return url.startsWith("file:") ? relativePath(root, fromFileUrl(url)) : url;
}

/** A name that leads nowhere is taken for a path. */
function isGuess(url: string, specifier: string, importer: string): boolean {
  return !isPath(specifier) && url === new URL(specifier, toFileUrl(importer)).href;
}

/** Whether a specifier is a path, and no name. */
export function isPath(specifier: string): boolean {
  return /^\.{0,2}\/|^\.\.?$|^file:/.test(specifier);
}

/** From now on imports that begin with {@linkcode ASK} are answered in `found`, and then refused. */
function hook(): void {
  isHooked = true;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (!specifier.startsWith(ASK)) return nextResolve(specifier, context);
      const [asked, parentURL] = JSON.parse(decodeURIComponent(specifier.slice(ASK.length)));
      found.set(specifier, nextResolve(asked, { ...context, parentURL }).url);
      throw new Error("it was only asked where this leads");
    },
  });
}
