/**
 * The table of rooms in `docs/architecture.md`, and the imports of the code that it is about.
 *
 * @module
 */
import { walk } from "@std/fs";
import { REPOSITORY } from "./project.ts";

/** Who imports whom: a file of this repository, or whatever a name leads to. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

/** What the rooms may import beside themselves, by room. */
export type Rooms = ReadonlyMap<string, (target: string) => boolean>;

const TABLE = /\n\| room +\| what lives there +\| may import +\|\n[^\n]+\n((?:\|[^\n]+\n)+)/;

/** The table, as it stands in a text in Markdown. */
export function parseRooms(markdown: string): Rooms {
  const [, body] = TABLE.exec(markdown) ?? [];
  if (body === undefined) throw new Error("There is no table of rooms");
  return new Map(
    body.trimEnd().split("\n").map((row) => {
      const [, room = "", , mayImport = ""] = row.split("|").map((cell) => cell.trim());
      const [name] = namesIn(room);
      if (name === undefined) throw new Error(`A row names no room: ${row}`);
      return [name, targetsOf(mayImport)];
    }),
  );
}

/** "nothing", "everything", "everything but" what is named, or what is named. */
function targetsOf(cell: string): (target: string) => boolean {
  const named = namesIn(cell);
  const isNamed = (target: string): boolean =>
    named.includes(target) || named.includes(roomOf(target));
  if (cell.startsWith("everything")) return (target) => !isNamed(target);
  if ((named.length === 0) !== (cell === "nothing")) throw new Error(`Not understood: "${cell}"`);
  return isNamed;
}

function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
}

/** The room that a file stands in, as the table calls it. */
export function roomOf(path: string): string {
  const example = path.replace(/^examples\/[^/]+\//, "examples/*/");
  const [room] = /^(?:examples\/\*\/|lib\/)?[^/]+\/?/.exec(example) ?? [];
  return room ?? path;
}

/** All TypeScript of ours below the folders, relative to the repository. */
export async function sourceFiles(...folders: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  const skip = [/\/artifacts\//, /\/tests\/support\/template\//];
  for (const folder of folders) {
    for await (const { path } of walk(`${REPOSITORY}/${folder}`, { exts: [".ts"], skip })) {
      if (!path.endsWith(".d.ts")) files.push(path.slice(REPOSITORY.length + 1));
    }
  }
  return files;
}

/**
 * All imports of a file, type imports included; examples in comments and texts do not count.
 *
 * @param root the project's absolute folder. Default: this repository
 */
export async function importsOf(file: string, root = REPOSITORY): Promise<Import[]> {
  const text = (await Deno.readTextFile(`${root}/${file}`))
    .replaceAll(/\/\*[^]*?\*\//g, "").replaceAll(/`(?:\\[^]|[^`\\])*`/g, "``");
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^;"]*?from\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/g,
  );
  return [...found].map(([, named, dynamic]) => {
    const specifier = named ?? dynamic!;
    if (!specifier.startsWith(".")) return { from: file, to: specifier };
    const url = new URL(specifier, `file:///${file}`);
    return { from: file, to: url.pathname.slice(1) };
  });
}
