/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Shows the evidence of each pixel of an image: for a class, or for one class against another.
 *
 * @module
 */
import { decimal } from "../format.ts";
import type { Payload } from "../payload.ts";
import type { Evidence } from "../evidence.ts";
import type { Classifier } from "./classifier.ts";
import { element, nameWords } from "./element.ts";
import { drawSigned } from "./picture.ts";

/** A picture of evidence with controls for both classes. Callers add its `root` to the page. */
export class EvidenceView {
  readonly root: HTMLElement;
  readonly #payload: Payload;
  readonly #classifier: Classifier;
  readonly #canvas = element("canvas", { class: "evidence", role: "img" });
  readonly #sum = element("p", { class: "evidence-sum" });
  readonly #for: HTMLSelectElement;
  readonly #against: HTMLSelectElement;
  #image: Uint8Array = new Uint8Array(0);

  constructor(payload: Payload, classifier: Classifier) {
    this.#payload = payload;
    this.#classifier = classifier;
    this.#for = choice(payload.names, []);
    this.#against = choice(payload.names, ["nothing"]);
    for (const select of [this.#for, this.#against]) {
      select.addEventListener("change", () => this.#draw());
    }
    this.root = element(
      "figure",
      { class: "evidence-view" },
      element(
        "figcaption",
        {},
        element("strong", {}, "Evidence"),
        " weight × pixel",
      ),
      element(
        "div",
        { class: "filters" },
        element("label", {}, "for", this.#for),
        element("label", {}, "against", this.#against),
      ),
      this.#canvas,
      this.#sum,
    );
  }

  /** Shows the evidence of `image` for class `k`. */
  show(image: Uint8Array, k: number): void {
    this.#image = image;
    this.#for.value = String(k);
    this.#against.value = "-1";
    this.#draw();
  }

  #draw(): void {
    const { names, imageShape } = this.#payload;
    const [k, against] = [Number(this.#for.value), Number(this.#against.value)];
    const found = this.#classifier.evidence(this.#image, k, against);
    const limit = found.ofPixels.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    drawSigned(this.#canvas, found.ofPixels, limit, imageShape);
    const what = against === -1
      ? nameWords(names[k]!)
      : `${nameWords(names[k]!)} rather than ${nameWords(names[against]!)}`;
    this.#canvas.setAttribute("aria-label", inWords(found, what, imageShape[1]));
    this.#sum.dataset["total"] = String(found.total);
    this.#sum.textContent = `Sum of the pixels ${decimal(found.sum, 3)}, bias ${
      decimal(found.bias, 3)
    }: ${against === -1 ? "net input" : "difference of the net inputs"} ${
      decimal(found.total, 3)
    }. Blue speaks for, orange against; the strongest colour is ${decimal(limit, 3)}.`;
  }
}

function choice(names: readonly string[], before: readonly string[]): HTMLSelectElement {
  const options = [...before, ...names].map((name, i) =>
    element("option", { value: String(i - before.length), dir: "auto" }, name)
  );
  return element("select", {}, ...options);
}

/** The text alternative of the picture: its strongest pixels. */
function inWords({ ofPixels }: Evidence, what: string, width: number): string {
  const at = (value: number) => {
    const pixel = ofPixels.indexOf(value);
    return `${decimal(value, 3)} at row ${Math.floor(pixel / width) + 1}, column ${
      (pixel % width) + 1
    }`;
  };
  return `Evidence for ${what}: most ${at(Math.max(...ofPixels))}, least ${
    at(Math.min(...ofPixels))
  }`;
}
