/**
 * Opens the engine for a command, once the rights that it and the stages need are there.
 *
 * @module
 */
import { declaredFiles, declaredHosts, foldersOf } from "../engine/declared.ts";
import type { Engine, Request } from "../engine/engine.ts";
import { EnvironmentError } from "../engine/errors.ts";
import { folderOf, followLinks, fromFileUrl, resolvePath } from "../engine/paths.ts";
import { checkRequest } from "../engine/request.ts";
import type { Session } from "./command.ts";
import { isGiven, valueOf } from "./given.ts";
import { type Need, ownNeeds, packageNeeds, requireRights, shownPath } from "./permissions.ts";
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
  /** Absolute path of a file outside the store that it writes. Default: none. */
  readonly file?: string | null;
  /** Reads every file, whatever its times say. Default: if that was asked for. */
  readonly rehash?: boolean;
  /** Rights beside those for the project, the store, the stages and the file. */
  readonly more?: readonly Need[];
}

/**
 * The engine of a session; the caller disposes of it. Warns if the store has lost its history.
 *
 * @throws {EnvironmentError} if rights are missing, or the file cannot be where it is wanted.
 * @throws {UsageError} if the file would be in a place of the store's own.
 */
export async function openStore(session: Session, access: Access): Promise<Engine> {
  const { surroundings, program, root, artifacts } = session;
  const { folder, packagesFolder, isGranted } = surroundings;
  const start = {
    script: fromFileUrl(program.module),
    folder,
    packagesFolder,
    args: session.given.args,
  };
  const packages = access.plans === false ? [] : packageNeeds(root, packagesFolder);
  const isInstalled = packagesFolder !== null;
  requireRights(
    [...needsOf(session, access), ...(isInstalled ? packages : [])],
    isGranted,
    start,
    isInstalled ? [] : packages,
  );
  checkStoreFolder(artifacts, folder);
  if (access.file !== undefined && access.file !== null) {
    const { checkTarget } = await import("./target_file.ts");
    await checkTarget(access.file, artifacts, surroundings.folder);
  }
  const engine = await surroundings.openEngine({
    pipeline: program.pipeline,
    module: program.module,
    root,
    artifacts,
    rehash: access.rehash ?? isGiven(session.given, "rehash"),
    withoutLocks: isGiven(session.given, "without-locks"),
  });
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

/** @throws {EnvironmentError} if no folder is or can be made there; nothing was run then. */
function checkStoreFolder(artifacts: string, current: string | null): void {
  const { broken } = followLinks(artifacts);
  if (broken !== null) {
    throw new EnvironmentError(
      `Cannot use "${shownPath(artifacts, current)}" as a store: ` +
        `"${shownPath(broken.link, current)}" is a link to "${broken.target}", which leads to no ` +
        "folder. Nothing was run. Make that folder or remove the link, then run again",
    );
  }
}

function needsOf(session: Session, access: Access): Need[] {
  const { executes, writes = executes, plans = true, file: target = null, more = [] } = access;
  const { requests = [session.request] } = access;
  const { surroundings, given, root, artifacts } = session;
  const needs = ownNeeds(root, surroundings.engineFolder);
  needs.push({ kind: "read", path: artifacts });
  const file = valueOf(given, "params");
  if (file !== undefined) {
    needs.push({ kind: "read", path: resolvePath(surroundings.folder ?? root, file) });
  }
  for (const asked of plans ? requests : []) needs.push(...stageNeeds(session, asked, executes));
  if (writes) needs.push({ kind: "write", path: artifacts });
  return [...needs, ...target === null ? [] : placeNeeds(target), ...more];
}

/** The rights that writing a file takes: it is written beside its place, then renamed. */
function placeNeeds(file: string): Need[] {
  const path = folderOf(file);
  return [{ kind: "read", path }, { kind: "write", path }];
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
