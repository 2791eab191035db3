/**
 * A helper of a team: takes part in every training that it is told of, one after the other.
 *
 * @module
 */
/// <reference lib="deno.worker" />
import { type Desk, help } from "../../../lib/ml/kernel/team.ts";

self.onmessage = ({ data }: MessageEvent<{ readonly desk: Desk; readonly index: number }>) => {
  help(data.desk, data.index);
  self.postMessage("let go");
};
self.postMessage("ready");
