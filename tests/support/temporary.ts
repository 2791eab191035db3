/**
 * Folders that a test has to itself.
 *
 * @module
 */

/** A new empty folder, gone when the test is over. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
}

/** Makes one. Its path has no symbolic link in it. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await Deno.realPath(await Deno.makeTempDir({ prefix: "pipeline-test-" }));
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
