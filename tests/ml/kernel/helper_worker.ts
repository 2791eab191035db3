/**
 * A worker thread of a team: takes part in one training after the other, as messages arrive.
 *
 * @module
 */
/// <reference lib="deno.worker" />
import { runWorker, type SharedState } from "../../../lib/ml/kernel/team.ts";

self.onmessage = (
  { data }: MessageEvent<{ readonly state: SharedState; readonly index: number }>,
) => {
  runWorker(data.state, data.index);
  self.postMessage("finished");
};
self.postMessage("ready");
