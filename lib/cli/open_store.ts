/**
 * Opens the engine for a command, once the rights that it and the stages need are there.
 *
 * @module
 */
import { declaredFiles, declaredHosts, foldersOf } from "../engine/declared.ts";
import type { Engine, Request } from "../engine/engine.ts";
import { fromFileUrl, resolvePath } from "../engine/paths.ts";
import { checkRequest } from "../engine/request.ts";
import type { Session } from "./command.ts";
import { valueOf } from "./given.ts";
import { type Need, requireRights, shownPath } from "./permissions.ts";
import { printable } from "./printable.ts";

/** What a command is going to do. */
export interface Access {
  /** Executes stages. */
  readonly executes: boolean;
  /** Writes the store. Default: if it executes. */
  readonly writes?: boolean;
  /** Looks at the files that stages declare, as a plan does. Default: true. */
  readonly plans?: boolean;
  /** What is going to be run. Default: what the session asks for. */
  readonly requests?: readonly Request[];
  /** Rights beside those for the project, the store and the stages. */
  readonly more?: readonly Need[];
}

/**
 * The engine of a session; the caller disposes of it. Warns if the store has lost its history.
 *
 * @throws {EnvironmentError} if rights are missing.
 */
export async function openStore(session: Session, access: Access): Promise<Engine> {
  const { surroundings, program, root, artifacts } = session;
  requireRights(needsOf(session, access), surroundings.isGranted, {
    script: fromFileUrl(program.module),
    folder: surroundings.folder,
    args: session.given.args,
  });
  const engine = await surroundings.openEngine({ pipeline: program.pipeline, root, artifacts });
  if (await engine.isHistoryLost()) {
    const database = shownPath(`${artifacts}/state.db`, surroundings.folder);
    session.output.warn(
      `warning: The store's history is gone: "${
        printable(database)
      }" is missing or empty, and no ` +
        'record tells what lies in "objects" beside it; put back a copy before gc removes that, or ' +
        "go on, and stages run again",
    );
  }
  return engine;
}

function needsOf(session: Session, access: Access): Need[] {
  const { executes, writes = executes, plans = true, more = [] } = access;
  const { requests = [session.request] } = access;
  const { surroundings, given, root, artifacts } = session;
  const needs: Need[] = [{ kind: "read", path: root }, { kind: "read", path: artifacts }];
  const file = valueOf(given, "params");
  if (file !== undefined) {
    needs.push({ kind: "read", path: resolvePath(surroundings.folder ?? root, file) });
  }
  for (const asked of plans ? requests : []) needs.push(...stageNeeds(session, asked, executes));
  if (writes) needs.push({ kind: "write", path: artifacts });
  return [...needs, ...more];
}

/** What the stages of a request read and reach. */
function stageNeeds({ program, root }: Session, request: Request, executes: boolean): Need[] {
  const { nodes, params } = checkRequest(program.pipeline, request);
  return nodes.flatMap((node): Need[] => {
    const own = params.get(node.name) ?? {};
    const folders = declaredFiles(node, own, root).flatMap(foldersOf);
    const hosts = executes ? declaredHosts(node, own) : [];
    return [
      ...folders.map((path) => ({ kind: "read", path }) as const),
      ...hosts.map((host) => ({ kind: "net", host }) as const),
    ];
  });
}
