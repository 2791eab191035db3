/**
 * What a record keeps of its key's parts, to explain later ones. The only place that writes that form;
 * what does not read as it is as good as none.
 *
 * @module
 */
import { type CodeDigest, type Digest, parseCodeDigest } from "../codec/digest.ts";
import { mapped, number, object, orNull, string } from "../store/parse.ts";
import type { Identity } from "./identity.ts";
import { relativePath } from "./paths.ts";
import { parseReasonValue, type ReasonValue } from "./reason.ts";

/** Inputs that are known; those that an upstream stage has yet to make are missing. */
export type KnownInputs = { readonly [input: string]: Digest };

/** What a record keeps of its key's parts, to explain later ones; JSON. */
export interface StoredParts {
  readonly schema: number;
  readonly code: CodeDigest;
  /** The declaration as text. */
  readonly declaration: string;
  readonly params: { readonly [name: string]: ReasonValue };
  readonly files: { readonly [role: string]: { readonly path: string; readonly sha256: string } };
  readonly inputs: { readonly [input: string]: { readonly edge: string; readonly digest: string } };
  readonly runtime: string;
}

/** The parts of an execution as its record keeps them. */
export function storedParts(identity: Identity, inputs: KnownInputs, root: string): StoredParts {
  const { node, parts } = identity;
  return {
    schema: parts.schema,
    code: parts.code,
    declaration: JSON.stringify(parts.declaration),
    params: mapValues(parts.params, shown),
    files: Object.fromEntries(
      [...identity.files].map((
        [role, { path, sha256 }],
      ) => [role, { path: relativePath(root, path), sha256 }]),
    ),
    inputs: mapValues(inputs, (digest, input) => {
      const edge = node.inputs[input];
      return { edge: `${edge?.node}.${edge?.output}`, digest };
    }),
    runtime: parts.runtime,
  };
}

/** JSON has no `-0`. */
function shown(value: number | boolean | string): ReasonValue {
  return Object.is(value, -0) ? "-0" : value;
}

/** Parts as a record has them; `null` if they do not read as such. */
export function parseStoredParts(json: unknown): StoredParts | null {
  return orNull(() => {
    const { schema, code, declaration, params, files, inputs, runtime } = object(json);
    // It is kept as text, and has to be that of an object.
    object(JSON.parse(string(declaration)));
    return {
      schema: number(schema),
      code: parseCodeDigest(string(code)),
      declaration: string(declaration),
      params: mapped(params, parseReasonValue),
      files: mapped(files, file),
      inputs: mapped(inputs, input),
      runtime: string(runtime),
    };
  });
}

function file(json: unknown): StoredParts["files"][string] {
  const { path, sha256 } = object(json);
  return { path: string(path), sha256: string(sha256) };
}

function input(json: unknown): StoredParts["inputs"][string] {
  const { edge, digest } = object(json);
  return { edge: string(edge), digest: string(digest) };
}

function mapValues<V, W>(
  record: { readonly [key: string]: V },
  map: (value: V, key: string) => W,
): { [key: string]: W } {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
