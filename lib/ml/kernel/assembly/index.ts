/**
 * What the kernel exports. Fixed-width SIMD only: its results are the same bits on every machine.
 *
 * @module
 */
export { chunk, GROUP, READ_AHEAD } from "./chunk";
export { pack } from "./pack";
export { setAffineMap, setLayout } from "./layout";
export { add, prepare, step } from "./step";
