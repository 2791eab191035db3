/**
 * Identities of nodes for many combinations of params, each worked out once for all combinations that
 * agree on the params of its stage. Code is bundled once, whatever the params are.
 *
 * @module
 */
import type { AnyParams } from "./graph.ts";
import {
  findFiles,
  identifyAll,
  type Identities,
  type Identity,
  type Project,
  withParams,
} from "./identity.ts";
import type { CheckedRequest } from "./request.ts";

/**
 * The identities of each request's nodes, in order. As with `identifyAll`, files are looked for before
 * this resolves and code is bundled afterwards.
 *
 * @throws {EnvironmentError} if a file that one of them declares does not exist.
 */
export async function identifyVariants(
  requests: readonly CheckedRequest[],
  project: Project,
): Promise<readonly Identities[]> {
  const [first] = requests;
  if (first === undefined) return [];
  const base = await identifyAll(first.nodes, first.params, project);
  const known = new Map<string, Promise<Identity>>();
  const variants: Identities[] = [];
  for (const { nodes, params } of requests) {
    const identities = new Map<string, Promise<Identity>>();
    for (const node of nodes) {
      const own = params.get(node.name) ?? {};
      const id = `${node.name} ${paramsId(own)}`;
      let identity = known.get(id);
      if (identity === undefined) {
        const files = await findFiles(node, own, project);
        identity = base.get(node.name)!.then((one) => withParams(one, own, files));
        // Whoever asks for it gets the error; until then it must not end the process.
        identity.catch(() => {});
        known.set(id, identity);
      }
      identities.set(node.name, identity);
    }
    variants.push(identities);
  }
  return variants;
}

/** Equal for equal params of one stage, and for no others. */
export function paramsId(params: AnyParams): string {
  return JSON.stringify(
    Object.entries(params).map(([name, value]) => [name, Object.is(value, -0) ? ["-0"] : value]),
  );
}
