/**
 * A server on this machine, so that stages that reach a host can meet.
 *
 * @module
 */

/** A running server; its stages may reach `host`. */
export interface AnsweringServer extends AsyncDisposable {
  readonly host: string;
  readonly url: string;
}

/** Serves until it is disposed of. */
export function answeringServer(answer: () => Response | Promise<Response>): AnsweringServer {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, answer);
  const host = `localhost:${server.addr.port}`;
  return { host, url: `http://${host}/`, [Symbol.asyncDispose]: () => server.shutdown() };
}
