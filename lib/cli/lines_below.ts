/**
 * Lines at the bottom of a terminal that are drawn again in place; lines that stay go above them. The
 * cursor is hidden while there are any.
 *
 * @module
 */
import type { Output } from "./output.ts";

const HIDE_CURSOR = "\x1b[?25l";
const SHOW_CURSOR = "\x1b[?25h";

/** Lines below those that stay. */
export class LinesBelow {
  readonly #output: Output;
  #drawn = 0;

  /** On the terminal that people's text goes to. */
  constructor(output: Output) {
    this.#output = output;
  }

  /** Puts `lines` in place of those that were drawn before. */
  draw(lines: readonly string[]): void {
    if (lines.length === 0) return this.erase();
    this.#output.people.write(this.#eraser() + HIDE_CURSOR + lines.join("\n") + "\n");
    this.#drawn = lines.length;
  }

  /** Takes them away, and shows the cursor. */
  erase(): void {
    if (this.#drawn > 0) this.#output.people.write(this.#eraser() + SHOW_CURSOR);
    this.#drawn = 0;
  }

  /** Like `say` of an output, above these lines. */
  readonly say: Output["say"] = (...lines) => {
    this.erase();
    this.#output.say(...lines);
  };

  /** Like `warn` of an output, above these lines. */
  readonly warn: Output["warn"] = (...lines) => {
    this.erase();
    this.#output.warn(...lines);
  };

  #eraser(): string {
    // The terminal itself may have written where the cursor stands: `^C`.
    return this.#drawn > 0 ? `\r\x1b[${this.#drawn}A\x1b[J` : "";
  }
}
