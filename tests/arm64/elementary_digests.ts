/**
 * Prints a digest of each elementary function over many arguments, as JSON. A program of its own, to
 * be run on two processors.
 *
 * @module
 */
import { cosPi } from "../../lib/ml/cos_pi.ts";
import { exp } from "../../lib/ml/exp.ts";
import { exp32 } from "../../lib/ml/kernel/exp32.ts";
import { log32 } from "../../lib/ml/kernel/log32.ts";
import { log } from "../../lib/ml/log.ts";
import { random } from "../../lib/ml/random.ts";

const COUNT = 50_000;
const SEED = 5;

/** Functions, each with the range of its arguments. */
const FUNCTIONS = {
  exp: { of: exp, from: -746, to: 711 },
  log: { of: (x: number) => log(exp(x)), from: -708, to: 709 },
  cosPi: { of: cosPi, from: -2, to: 2 },
  exp32: { of: (x: number) => exp32(Math.fround(x)), from: -90, to: 0 },
  log32: { of: (x: number) => log32(Math.fround(exp(x))), from: -87, to: 88 },
};

const digests: Record<string, string> = {};
for (const [name, { of, from, to }] of Object.entries(FUNCTIONS)) {
  const source = random(SEED);
  const argument = () => from + (to - from) * (source.uint32() / 0x1_0000_0000);
  const results = Float64Array.from({ length: COUNT }, () => of(argument()));
  const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(results.buffer));
  digests[name] = new Uint8Array(digest).toHex();
}
// deno-lint-ignore no-console -- The result of this program.
console.log(JSON.stringify({ arch: Deno.build.arch, count: COUNT, digests }));
