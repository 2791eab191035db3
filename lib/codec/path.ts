/**
 * The way from a value to the part of it that is being looked at. Built as a walk goes, printed only
 * when something is refused.
 *
 * @module
 */

const PLAIN_NAME = /^[A-Za-z_$][\w$]*$/;
const SHOWN_LENGTH = 60;

/** Keys and indices from the root on. */
export class Path {
  readonly #steps: (string | number)[] = [];

  /** How many containers enclose the current value. */
  get depth(): number {
    return this.#steps.length;
  }

  /** Goes on to a part of the current value. */
  enter(step: string | number): void {
    this.#steps.push(step);
  }

  /** Goes back to the value that encloses the current one. */
  leave(): void {
    this.#steps.pop();
  }

  /**
   * `$` for the root, `$.epochs[3]["odd key"]` for a part. Long keys are cut, so that a hostile
   * document cannot choose the length of a message.
   */
  toString(): string {
    return "$" + this.#steps.map(stepText).join("");
  }
}

function stepText(step: string | number): string {
  if (typeof step === "number") return `[${step}]`;
  if (step.length > SHOWN_LENGTH) return `[${JSON.stringify(step.slice(0, SHOWN_LENGTH))}…]`;
  return PLAIN_NAME.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}
