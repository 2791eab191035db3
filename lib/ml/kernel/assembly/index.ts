/**
 * What the kernel exports. Fixed-width SIMD only: its results are the same bits on every machine.
 *
 * @module
 */
export { chunk } from "./chunk";
export { pack } from "./pack";
export { place, stand } from "./layout";
export { add, prepare, step } from "./step";
