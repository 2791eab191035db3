/**
 * A server where two stages meet: it answers nobody before two have asked. Stages that are executed
 * one after the other would wait for ever.
 *
 * @module
 */
import { type AnsweringServer, answeringServer } from "./answering_server.ts";

/** Serves until it is disposed of; whoever asks after the first two is answered at once. */
export function meetingServer(): AnsweringServer {
  const { promise: bothThere, resolve } = Promise.withResolvers<void>();
  let asked = 0;
  return answeringServer(async () => {
    asked += 1;
    if (asked === 2) resolve();
    await bothThere;
    return new Response("go");
  });
}
