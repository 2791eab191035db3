/**
 * What stands on the screen of a terminal, by an emulator that is not ours.
 *
 * @module
 */
import xterm from "@xterm/headless";

/**
 * The lines on the screen once `text` was written, down to that of the cursor. A line that was too
 * long for the window stands there as several.
 */
export async function screenOf(text: string, columns = 80): Promise<string[]> {
  // As the line discipline does, a line break also goes back to the first column.
  const terminal = new xterm.Terminal({
    cols: columns,
    rows: 50,
    convertEol: true,
    allowProposedApi: true,
  });
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  const { active } = terminal.buffer;
  const lines = Array.from(
    { length: active.baseY + active.cursorY + 1 },
    (_, i) => active.getLine(i)?.translateToString(true) ?? "",
  );
  terminal.dispose();
  return lines;
}
