/**
 * The cache key: what identifies an execution of a stage. Two executions with equal keys give equal
 * bytes, and whatever can change the bytes is in the key.
 *
 * @module
 */
import { canonicalBytes } from "../codec/canonical.ts";
import {
  type CacheKey,
  cacheKey,
  type CodeDigest,
  type Digest,
  sha256Hex,
} from "../codec/digest.ts";
import type { AnyParams } from "./graph.ts";

/** Changes when the meaning of a key's parts changes; apart from the program's version. */
export const KEY_SCHEMA = 1;

/** What is known of an execution before its inputs are. */
export type OwnParts = {
  readonly schema: typeof KEY_SCHEMA;
  readonly stage: string;
  readonly code: CodeDigest;
  readonly declaration: {
    /** Names, in code-unit order. */
    readonly inputs: readonly string[];
    readonly outputs: readonly string[];
    readonly net: readonly string[];
  };
  readonly params: AnyParams;
  /** SHA-256 of external files by role. */
  readonly files: { readonly [role: string]: string };
  /** Such as `deno 2.9.6`. */
  readonly runtime: string;
};

/** All that identifies an execution. */
export type KeyParts = OwnParts & {
  /** Digests of input artifacts by input name. */
  readonly inputs: { readonly [input: string]: Digest };
};

/** The key of an execution. */
export async function keyOf(parts: KeyParts): Promise<CacheKey> {
  return await cacheKey(canonicalBytes(parts));
}

/** A digest that finds records by what is known before the inputs are. */
export async function ownDigestOf(parts: OwnParts): Promise<string> {
  return await sha256Hex(canonicalBytes(parts));
}

/** The runtime as keys name it. */
export function runtimeVersion(): string {
  return `deno ${Deno.version.deno}`;
}
