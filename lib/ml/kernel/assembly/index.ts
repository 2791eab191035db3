/**
 * The functions that the kernel exports. It uses fixed-width SIMD only, whose results are the same bits
 * on every machine.
 *
 * @module
 */
export { chunk, GROUP, READ_AHEAD } from "./chunk";
export { pack } from "./pack";
export { setAffineMap, setLayout } from "./layout";
export { add, prepare, step } from "./step";
