/**
 * What a worker runs: the prelude, the stage's bundle and the host, as one module.
 *
 * @module
 */
import { mapForWorker } from "../code/worker_map.ts";
import { requireAbsoluteUrls } from "./absolute_urls.ts";
import { boundedLog, type LogLimits } from "./bounded_log.ts";
import { byteAccess } from "./bytes_of.ts";
import { digestNow } from "./digest_now.ts";
import { raiseFences } from "./fences.ts";
import {
  ADVICE,
  AMBIENT_MEMBERS,
  EXACT_MATH,
  NET_GLOBALS,
  PURE_GLOBALS,
  THREAD_GLOBALS,
  TIMERS,
} from "./globals.ts";
import { guardModules } from "./guard_modules.ts";
import { hideFrames } from "./hide_frames.ts";
import { host } from "./host.ts";
import { operations } from "./operations.ts";
import { prelude, type PreludeConfig, type PreludeParts } from "./prelude.ts";
import { checkedCount, checkedMetric, checkedProgress } from "./reports.ts";
import { sealListeners } from "./seal_listeners.ts";
import { refuseSharedMemory } from "./shared_memory.ts";
import { trackNetwork } from "./track_network.ts";
import { instructionReader } from "./wasm_instructions.ts";

/** Of what one worker logs. */
export const LOG_LIMITS: LogLimits = { maxLogLines: 10_000, maxLogCharacters: 1_000_000 };

/** The parts of a job that decide what its workers run. */
export interface BundledJob {
  readonly stage: string;
  /** The bundle and its source map, and the absolute folder that the map's sources are relative to. */
  readonly code: string;
  readonly map: string;
  readonly root: string;
  readonly hosts: readonly string[];
  readonly mayShareMemory: boolean;
}

/** Sent as text; see `PreludeParts`. */
const PARTS: PreludeParts = {
  boundedLog,
  byteAccess,
  checkedCount,
  checkedMetric,
  checkedProgress,
  digestNow,
  guardModules,
  hideFrames,
  instructionReader,
  operations,
  raiseFences,
  refuseSharedMemory,
  requireAbsoluteUrls,
  sealListeners,
  trackNetwork,
};

/** Prelude, bundle and host in one module, in an order in which the stage cannot see the host's means. */
export function workerSource(
  { stage, code, map, root, hosts, mayShareMemory }: BundledJob,
): string {
  const config: PreludeConfig = {
    stage,
    allowed: [
      ...PURE_GLOBALS,
      ...(hosts.length > 0 ? NET_GLOBALS : []),
      ...(mayShareMemory ? THREAD_GLOBALS : []),
    ],
    ambient: hosts.length > 0 ? AMBIENT_MEMBERS : [...AMBIENT_MEMBERS, ...TIMERS],
    exactMath: EXACT_MATH,
    advice: ADVICE,
    digests: /\bdigest\b/.test(code),
    ...LOG_LIMITS,
  };
  const parts = Object.entries(PARTS).map(([name, part]) => `${name}: ${part}`).join(",\n");
  const head = `((outside, host, load) => host(outside, load))(\n(${prelude})(${
    JSON.stringify(config)
  }, {${parts}}),\n${host},\n() => {\n`;
  const lines = head.split("\n").length - 1;
  const inlineMap = encodeBase64(mapForWorker(map, root, lines));
  return `${head}${code}\nreturn stage;\n});\n` +
    `//# sourceMappingURL=data:application/json;base64,${inlineMap}`;
}

function encodeBase64(text: string): string {
  let binary = "";
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}
