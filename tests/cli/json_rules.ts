/**
 * What `docs/json.md` says of the documents beside the types of fields: the form of digests, instants
 * and times, and which fields belong together.
 *
 * @module
 */
type Fields = Readonly<Record<string, unknown>>;

const FORMS: readonly (readonly [name: RegExp, form: (value: unknown) => boolean])[] = [
  [/^(digest|key)$/, (value) => /^[0-9a-f]{64}$/.test(String(value))],
  [/At$/, (value) => new Date(String(value)).toISOString() === value],
  [/(Ms|Bytes)$/, (value) => typeof value === "number" && value >= 0],
];

/** Where a document says what its description rules out; empty if nowhere. */
export function broken(document: Fields): string[] {
  return [...brokenForms(document, "$"), ...brokenStages(document), ...brokenRun(document)];
}

/** Fields whose value does not have the form that their name stands for. */
function brokenForms(value: unknown, path: string): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => {
    const own = `${path}.${name}`;
    const hasForm = part === null || typeof part === "object" ||
      FORMS.every(([pattern, form]) => !pattern.test(name) || isOf(form, part));
    return hasForm ? brokenForms(part, own) : [`${own} is ${JSON.stringify(part)}`];
  });
}

/** `Date` throws at what is no instant. */
function isOf(form: (value: unknown) => boolean, value: unknown): boolean {
  try {
    return form(value);
  } catch {
    return false;
  }
}

function stagesOf({ stages }: Fields): readonly Fields[] {
  return Array.isArray(stages) ? stages : [];
}

function brokenStages(document: Fields): string[] {
  if (document["schema"] !== "run/1") return [];
  return stagesOf(document).flatMap(({ name, state, key, error, outputs, reasons }) => {
    const isDone = state === "hit" || state === "ran" || state === "cut-off";
    const rules = {
      // That of a stage whose code cannot be bundled is not known.
      "a key unless it is blocked": state === "failed" || (key === null) === (state === "blocked"),
      "an error if and only if it failed or is blocked": (error !== undefined) === !isDone,
      "outputs if it is done": (Object.keys(outputs ?? {}).length > 0) === isDone,
      "a reason if it ran, and none if it is a hit": state === "ran"
        ? Array.isArray(reasons) && reasons.length > 0
        : state !== "hit" || Array.isArray(reasons) && reasons.length === 0,
    };
    return failing(rules).map((rule) => `stage ${name} must have ${rule}`);
  });
}

function brokenRun(document: Fields): string[] {
  if (document["schema"] !== "run/1") return [];
  const states = stagesOf(document).map(({ state }) => state);
  const hasFailed = states.includes("failed");
  return failing({
    "an id if and only if something was executed": (document["run"] !== null) ===
      (hasFailed || states.includes("ran")),
    "the outcome ok if and only if no stage failed and nothing was lost":
      document["outcome"] === "cancelled" ||
      (document["outcome"] === "ok") === (!hasFailed && document["loss"] === undefined),
  }).map((rule) => `the run must have ${rule}`);
}

function failing(rules: Readonly<Record<string, boolean>>): string[] {
  return Object.keys(rules).filter((rule) => rules[rule] !== true);
}
