/**
 * What decides a bundle besides its sources: the bundler's options and the rules of `bundle.ts`. Loads
 * nothing, because a run of hits compares it with what is remembered.
 *
 * @module
 */
import type { BuildOptions } from "esbuild-wasm";

/** Increase it when `bundle.ts`, or what it calls, makes another bundle of the same files. */
const RULES_VERSION = 4;

/** Options of every build, of stages and of assets. */
export const OPTIONS = {
  bundle: true,
  write: false,
  treeShaking: true,
  minifyWhitespace: true,
  minifySyntax: true,
  minifyIdentifiers: false,
  legalComments: "none",
  charset: "utf8",
  target: "esnext",
  platform: "neutral",
  logLevel: "silent",
  tsconfigRaw: "{}",
  format: "iife",
} as const satisfies BuildOptions;

/** Further options of a stage's build. */
export const STAGE_OPTIONS = {
  // Makes the bundler write `**` as calls of its helper, see `refuse_power.ts`.
  supported: { "exponent-operator": false },
  globalName: "stage",
  sourcemap: "external",
  sourcesContent: false,
  logOverride: {
    "unsupported-dynamic-import": "error",
    "unsupported-require-call": "error",
    "indirect-require": "error",
  },
} as const satisfies BuildOptions;

/** Equal where equal files give equal bundles, by the same bundler. */
export const RULES: string = `rules ${RULES_VERSION} ${JSON.stringify([OPTIONS, STAGE_OPTIONS])}`;
