/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * A drawing pad for mouse, touch, pen and keyboard.
 *
 * @module
 */
import type { Point, Stroke } from "../drawing.ts";
import { element } from "./element.ts";
import { drawInk } from "./picture.ts";

/** Side of the pad in CSS pixels. */
const SIDE = 280;
/** Width of the pen in CSS pixels. */
const PEN = 24;

/** Distance that a key moves the pen, as a share of the side. */
const KEY_STEP = 1 / 40;

/** Smallest distance of two points of a stroke, as a share of the side. */
const NEAR = 1 / 200;

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The pad. Callers add its `canvas` to the page. */
export class SketchPad {
  readonly canvas = element("canvas", {
    id: "pad",
    width: String(SIDE),
    height: String(SIDE),
    tabindex: "0",
    role: "application",
    "aria-roledescription": "drawing pad",
    "aria-label": "Draw a digit. Arrow keys move the pen, Space puts it down and lifts it, " +
      "Delete clears.",
  });
  readonly #onChange: (done: boolean) => void;
  #strokes: Point[][] = [];
  /** Whether the pad shows a preset or an image, which the next stroke replaces. */
  #isSample = false;
  #pen: Point = [0.5, 0.2];
  #down = false;
  #usesKeys = false;

  /** @param onChange called for every new point; `done` is true at the end of a stroke */
  constructor(onChange: (done: boolean) => void) {
    this.#onChange = onChange;
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => this.#start(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    canvas.addEventListener("pointerup", () => this.#end());
    canvas.addEventListener("pointercancel", () => this.#end());
    canvas.addEventListener("keydown", (event) => this.#key(event));
    canvas.addEventListener("blur", () => this.#leave());
  }

  /** The strokes on the pad. */
  get strokes(): readonly Stroke[] {
    return this.#strokes;
  }

  /** Replaces the strokes on the pad. */
  set strokes(strokes: readonly Stroke[]) {
    this.#strokes = strokes.map((stroke) => [...stroke]);
    this.#isSample = true;
    this.#down = false;
    this.draw();
  }

  /** Replaces the strokes by an image; the next stroke starts on an empty pad. */
  showImage(pixels: Uint8Array, shape: readonly [height: number, width: number]): void {
    this.strokes = [];
    const small = element("canvas", {});
    drawInk(small, pixels, shape);
    const paper = this.canvas.getContext("2d");
    if (paper === null) return;
    paper.imageSmoothingEnabled = false;
    paper.drawImage(small, 0, 0, SIDE, SIDE);
  }

  /** Draws the strokes and, if the keyboard is used, the position of the pen. */
  draw(): void {
    const paper = this.canvas.getContext("2d");
    if (paper === null) return;
    paper.clearRect(0, 0, SIDE, SIDE);
    paper.lineWidth = PEN;
    paper.lineCap = "round";
    paper.lineJoin = "round";
    for (const stroke of this.#strokes) {
      paper.beginPath();
      for (const [x, y] of [stroke[0]!, ...stroke]) paper.lineTo(x * SIDE, y * SIDE);
      paper.stroke();
    }
    if (!this.#usesKeys) return;
    const [x, y] = this.#pen;
    paper.lineWidth = 3;
    paper.strokeStyle = this.#down ? "#d66018" : "#2676c8";
    paper.beginPath();
    paper.arc(x * SIDE, y * SIDE, PEN / 2, 0, 2 * Math.PI);
    paper.stroke();
    paper.strokeStyle = "#000";
  }

  #start(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.canvas.focus({ preventScroll: true });
    this.#usesKeys = false;
    this.#down = true;
    this.#begin(this.#place(event));
    this.#changed(false);
  }

  #move(event: PointerEvent): void {
    if (!this.#down || !this.canvas.hasPointerCapture(event.pointerId)) return;
    for (const each of event.getCoalescedEvents?.() ?? [event]) this.#add(this.#place(each));
    this.#changed(false);
  }

  #end(): void {
    if (!this.#down || this.#usesKeys) return;
    this.#down = false;
    this.#changed(true);
  }

  #leave(): void {
    if (!this.#usesKeys) return;
    this.#usesKeys = false;
    this.#down = false;
    if (this.#strokes.length > 0) this.draw();
  }

  #key(event: KeyboardEvent): void {
    const arrow = ARROWS[event.key];
    if (arrow !== undefined) this.#step(arrow);
    else if (event.key === " ") this.#togglePen();
    else if (event.key === "Delete" || event.key === "Backspace") this.strokes = [];
    else return;
    event.preventDefault();
    this.#changed(arrow === undefined);
  }

  #step([dx, dy]: Point): void {
    const within = (value: number) => Math.min(1, Math.max(0, value));
    const [x, y] = this.#pen;
    this.#pen = [within(x + dx * KEY_STEP), within(y + dy * KEY_STEP)];
    this.#usesKeys = true;
    if (this.#down) this.#add(this.#pen);
  }

  #togglePen(): void {
    this.#usesKeys = true;
    this.#down = !this.#down;
    if (this.#down) this.#begin(this.#pen);
  }

  #begin(point: Point): void {
    if (this.#isSample) this.#strokes = [];
    this.#isSample = false;
    this.#strokes.push([point]);
  }

  #place({ clientX, clientY }: PointerEvent): Point {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return [(clientX - left) / width, (clientY - top) / height];
  }

  #add(point: Point): void {
    const stroke = this.#strokes.at(-1);
    const last = stroke?.at(-1);
    if (stroke === undefined || last === undefined) return;
    const distance = Math.hypot(point[0] - last[0], point[1] - last[1]);
    if (distance >= NEAR) stroke.push(point);
  }

  #changed(done: boolean): void {
    this.draw();
    this.#onChange(done);
  }
}
