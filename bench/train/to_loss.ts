/**
 * Compares the time from images to a given test loss in our program and in scikit-learn.
 *
 * @module
 */
import { mnist, OURS, PYTHON } from "./epochs.ts";
import { Comparison, FOLDER } from "./peer.ts";

/** The test loss that both must reach. */
export const TARGET_LOSS = 0.2695;
/** Name of scikit-learn's row. */
export const SKLEARN = "scikit-learn LogisticRegression";

/** Compares both with a single round, because scikit-learn is slow. */
export function compareToLoss(): Promise<Comparison> {
  const [train, test] = [mnist("train"), mnist("t10k")];
  const data = [train.images, train.labels, test.images, test.labels, `${TARGET_LOSS}`];
  const deno = [Deno.execPath(), "run", "--no-prompt", "--allow-all"];
  return new Comparison(
    [
      { name: OURS, command: [...deno, `${FOLDER}ours_fit.ts`, ...data], install: "" },
      {
        name: SKLEARN,
        command: [...PYTHON, `${FOLDER}sklearn_fit.py`, ...data],
        install: "apt-get install python3-sklearn",
      },
    ],
    "processorSeconds",
    Infinity,
  ).run({ turns: 1, roundsATurn: 1 });
}
