/**
 * A log that does not grow without end. Its text is sent to the worker, so it uses nothing from outside
 * itself.
 *
 * @module
 */

/** How much is kept of what a worker logs. */
export interface LogLimits {
  readonly maxLogLines: number;
  readonly maxLogCharacters: number;
}

/** Passes lines on until there are too many, then a last one that says so, then nothing. */
export function boundedLog(
  { maxLogLines, maxLogCharacters }: LogLimits,
  write: (line: string) => void,
): (line: string) => void {
  let lines = 0;
  let characters = 0;
  let isFull = false;
  return (line) => {
    if (isFull) return;
    lines += 1;
    characters += line.length;
    isFull = lines > maxLogLines || characters > maxLogCharacters;
    if (!isFull) return write(line);
    write(
      `The log ends here: more than ${maxLogLines} lines or ${maxLogCharacters} characters; ` +
        "the stage goes on",
    );
  };
}
