/**
 * Keeps the operator `**` out of stages: its last bits differ between engines, like those of
 * `Math.pow`, and no fence around globals can take an operator away.
 *
 * The bundler is told that its target has no such operator and puts calls of a helper in its place.
 * So whatever `run` reaches is found, in our code and inside packages, and texts that only look like
 * it are not. Were a call overlooked here, the helper would still find `Math.pow` taken away.
 *
 * @module
 */
import { decode } from "@jridgewell/sourcemap-codec";
import { BundleError } from "../errors.ts";

/** The helper; it has a number where the code has a name like it. */
const HELPER = /\b(__pow\d*)=Math\.pow\b/;

/**
 * Refuses a bundle in which something is raised to a power by `**`.
 *
 * @param code The bundle, without white space.
 * @param map Its source map; the sources are named as people know them.
 * @throws {BundleError} naming each line.
 */
export function refusePower(
  code: string,
  map: { readonly mappings: string; readonly sources: readonly string[] },
): void {
  const helper = HELPER.exec(code)?.[1];
  if (helper === undefined) return;
  const places = placesOf(`${helper}(`, code, map);
  throw new BundleError(
    `Cannot bundle: the operator ** at ${places.join(", ")} is refused: its last bits differ ` +
      `between engines; multiply, and for large whole numbers multiply bigints`,
    places[0] ?? null,
    undefined,
  );
}

/** `file:line` of the source of each place in the bundle where `text` stands. */
function placesOf(
  text: string,
  code: string,
  map: { readonly mappings: string; readonly sources: readonly string[] },
): string[] {
  const mappings = decode(map.mappings);
  const places = code.split("\n").flatMap((line, lineNumber) =>
    columnsOf(text, line).flatMap((column) => {
      const segment = mappings[lineNumber]?.findLast(([from]) => from <= column);
      return segment === undefined || segment.length === 1
        ? []
        : [`${map.sources[segment[1]]}:${segment[2] + 1}`];
    })
  );
  return [...new Set(places)];
}

function columnsOf(text: string, line: string): number[] {
  const columns: number[] = [];
  for (let at = line.indexOf(text); at >= 0; at = line.indexOf(text, at + 1)) columns.push(at);
  return columns;
}
