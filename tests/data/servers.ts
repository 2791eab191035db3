/**
 * Web servers on this machine that behave as a test wants, and count what they are asked.
 *
 * @module
 */

/** A server that runs. */
export interface TestServer {
  /** Ends in a slash. */
  readonly url: URL;
  /** Paths asked for so far, without the first slash. */
  readonly paths: string[];
}

/** Runs `use` with a server that answers with `answer`; `count` is how many requests there were. */
export async function withServer(
  answer: (path: string, count: number, request: Request) => Response | Promise<Response>,
  use: (server: TestServer) => Promise<void>,
): Promise<void> {
  const paths: string[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const path = new URL(request.url).pathname.slice(1);
    paths.push(path);
    return answer(path, paths.length, request);
  });
  try {
    await use({ url: new URL(`http://127.0.0.1:${server.addr.port}/`), paths });
  } finally {
    await server.shutdown();
  }
}

/**
 * The same one floor down: `answer` writes to the connection what it likes, and the connection is
 * closed when it is done.
 */
export async function withRawServer(
  answer: (write: (part: string | Uint8Array) => Promise<void>, count: number) => Promise<void>,
  use: (server: TestServer) => Promise<void>,
): Promise<void> {
  const paths: string[] = [];
  const open: Promise<void>[] = [];
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const accepting = (async () => {
    for await (const connection of listener) open.push(converse(connection, paths, answer));
  })();
  try {
    await use({ url: new URL(`http://127.0.0.1:${listener.addr.port}/`), paths });
  } finally {
    listener.close();
    await accepting;
    await Promise.all(open);
  }
}

const { BrokenPipe, ConnectionAborted, ConnectionReset } = Deno.errors;
const HANG_UPS = [BrokenPipe, ConnectionAborted, ConnectionReset];

async function converse(
  connection: Deno.Conn,
  paths: string[],
  answer: Parameters<typeof withRawServer>[0],
): Promise<void> {
  try {
    const buffer = new Uint8Array(4096);
    const length = await connection.read(buffer);
    const request = new TextDecoder().decode(buffer.subarray(0, length ?? 0));
    paths.push(request.split(" ")[1]?.slice(1) ?? "");
    await answer(async (part) => {
      let rest = typeof part === "string" ? new TextEncoder().encode(part) : part;
      while (rest.length > 0) rest = rest.subarray(await connection.write(rest));
    }, paths.length);
  } catch (error) {
    // The client may hang up whenever it likes: that is what some tests are about.
    if (!HANG_UPS.some((hangUp) => error instanceof hangUp)) throw error;
  } finally {
    connection.close();
  }
}

/** A port of this machine that nobody listens on. */
export function deafUrl(): URL {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { port } = listener.addr;
  listener.close();
  return new URL(`http://127.0.0.1:${port}/`);
}

/** Waits. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
