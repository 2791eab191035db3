/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The section "Try it": the user draws or loads a digit, which is converted to an image like MNIST's, and the
 * model predicts it after every stroke.
 *
 * @module
 */
import { argmax } from "../../ml/argmax.ts";
import { TRY_ID } from "../anchors.ts";
import { imageOf, type Stroke } from "../drawing.ts";
import { percent } from "../format.ts";
import type { Payload } from "../payload.ts";
import { STROKE_PRESETS } from "../stroke_presets.ts";
import type { Classifier } from "./classifier.ts";
import { button, element, nameElement } from "./element.ts";
import { EvidenceView } from "./evidence_view.ts";
import { type Examples, imageAt } from "./examples.ts";
import { byId } from "./page_payload.ts";
import { drawInk } from "./picture.ts";
import { ProbabilityTable } from "./probability_table.ts";
import { SketchPad } from "./sketch_pad.ts";

/** The interactive part of the section. */
export class TryIt {
  readonly #payload: Payload;
  readonly #columns: Examples;
  readonly #classifier: Classifier;
  readonly #place = byId(TRY_ID, HTMLElement);
  readonly #pad = new SketchPad((done) => this.#drawn(done));
  readonly #seen = element("canvas", { class: "ink", "aria-hidden": "true" });
  readonly #verdict = element("output", { class: "verdict", "aria-live": "polite" });
  readonly #table: ProbabilityTable;
  readonly #evidence: EvidenceView;
  readonly #class: HTMLSelectElement;
  #next = 0;

  constructor(payload: Payload, columns: Examples, classifier: Classifier) {
    this.#payload = payload;
    this.#columns = columns;
    this.#classifier = classifier;
    this.#table = new ProbabilityTable("What the model says", payload.names);
    this.#evidence = new EvidenceView(payload, classifier);
    this.#class = this.#classChoice();
    const [height, width] = payload.imageShape;
    this.#place.append(
      this.#verdict,
      element(
        "div",
        { class: "try" },
        element(
          "div",
          { class: "try-drawing" },
          figure("Draw here", "", this.#pad.canvas),
          figure("What the model sees", ` ${height} × ${width}`, this.#seen),
          this.#buttons(),
        ),
        this.#table.root,
        this.#evidence.root,
      ),
    );
    this.#classify(new Uint8Array(height * width), true);
    if (isDigits(payload.names)) this.#drawThis(STROKE_PRESETS.at(-1)!.strokes);
    else this.#loadNext();
  }

  /** Loads the example at index `place`, and scrolls to the section. */
  load(place: number): void {
    this.#show(place);
    this.#place.scrollIntoView({ block: "center" });
    this.#pad.canvas.focus({ preventScroll: true });
  }

  #show(place: number): void {
    const image = imageAt(this.#columns, place);
    this.#pad.showImage(image, this.#payload.imageShape);
    this.#classify(image, true, `Test image ${this.#columns.index[place]}`);
  }

  #drawn(done: boolean): void {
    this.#classify(imageOf(this.#pad.strokes, this.#payload.imageShape), done);
  }

  /** Updates the probabilities; at the end of a stroke also evidence and verdict, which is announced. */
  #classify(image: Uint8Array, done: boolean, what = "Your drawing"): void {
    const { names, imageShape } = this.#payload;
    const empty = image.every((q) => q === 0);
    const probabilities = this.#classifier.probabilities(image);
    const best = argmax(probabilities, names.length)[0]!;
    drawInk(this.#seen, image, imageShape);
    this.#table.show(probabilities);
    if (!done) return;
    this.#evidence.show(image, best);
    if (empty) this.#verdict.textContent = "The pad is empty.";
    else {
      const sure = percent(probabilities[best]!, 1);
      this.#verdict.replaceChildren(`${what}: `, nameElement(names[best]!), `, ${sure} sure`);
    }
  }

  #loadNext(): void {
    const k = Number(this.#class.value);
    const { label, predicted } = this.#columns;
    const isWrong = (i: number) => Number(label[i] !== predicted[i]);
    const places = Array.from(label.keys())
      .filter((i) => k === -1 || label[i] === k)
      .sort((a, b) => isWrong(a) - isWrong(b));
    if (places.length === 0) return;
    this.#show(places[this.#next % places.length]!);
    this.#next += 1;
  }

  #classChoice(): HTMLSelectElement {
    const options = ["any", ...this.#payload.names].map((name, i) =>
      element("option", { value: String(i - 1), dir: "auto" }, name)
    );
    const select = element("select", {}, ...options);
    select.addEventListener("change", () => {
      this.#next = 0;
      this.#loadNext();
    });
    return select;
  }

  #buttons(): HTMLElement {
    return element(
      "div",
      { class: "try-buttons" },
      element("div", { class: "row" }, button("Clear", () => this.#drawThis([]))),
      isDigits(this.#payload.names) ? this.#presets() : "",
      element(
        "div",
        { class: "row" },
        element("label", {}, "Test images of class ", this.#class),
        button("Another one", () => this.#loadNext()),
      ),
    );
  }

  #presets(): HTMLElement {
    const buttons = STROKE_PRESETS.map(({ name, strokes }) =>
      button(name, () => this.#drawThis(strokes))
    );
    const attributes = { class: "row", role: "group", "aria-label": "Drawings" };
    return element("div", attributes, "Drawings ", ...buttons);
  }

  #drawThis(strokes: readonly Stroke[]): void {
    this.#pad.strokes = strokes;
    this.#drawn(true);
  }
}

function figure(title: string, note: string, canvas: HTMLCanvasElement): HTMLElement {
  const caption = element("figcaption", {}, element("strong", {}, title), note);
  return element("figure", {}, caption, canvas);
}

function isDigits(names: readonly string[]): boolean {
  return names.length === 10 && names.every((name, k) => name === String(k));
}
