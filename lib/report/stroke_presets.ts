/**
 * Preset drawings of digits, some digits in two styles.
 *
 * @module
 */
import type { Point, Stroke } from "./drawing.ts";

/** A drawing with a name. */
export interface StrokePreset {
  readonly name: string;
  readonly strokes: readonly Stroke[];
}

const SEVEN: Stroke = [[0.28, 0.2], [0.72, 0.2], [0.6, 0.45], [0.48, 0.82]];
const BAR: Stroke = [[0.38, 0.52], [0.7, 0.5]];

/** The presets in the order of their buttons. */
export const STROKE_PRESETS: readonly StrokePreset[] = [
  { name: "0", strokes: [arc([0.5, 0.5], [0.22, 0.34], 0, 24)] },
  { name: "1", strokes: [[[0.52, 0.15], [0.48, 0.85]]] },
  {
    name: "1 with serif and foot",
    strokes: [[[0.36, 0.32], [0.52, 0.15], [0.52, 0.85]], [[0.36, 0.85], [0.68, 0.85]]],
  },
  {
    name: "3",
    strokes: [[
      ...arc([0.47, 0.33], [0.2, 0.18], 16, 31),
      ...arc([0.47, 0.67], [0.22, 0.19], 18, 34),
    ]],
  },
  { name: "7", strokes: [SEVEN] },
  { name: "7 with a bar", strokes: [SEVEN, BAR] },
];

/** Points on an ellipse, clockwise in 24ths of a turn from the right. */
function arc(
  [x, y]: Point,
  [radiusX, radiusY]: Point,
  first: number,
  last: number,
): Stroke {
  return Array.from({ length: last - first + 1 }, (_, i): Point => {
    const angle = ((first + i) * Math.PI) / 12;
    return [x + radiusX * Math.cos(angle), y + radiusY * Math.sin(angle)];
  });
}
