/**
 * The modules that only an execution needs, behind one import: a run in which every stage hits loads none
 * of them.
 *
 * @module
 */
export { executeStage } from "./execute_stage.ts";
export { assureOpenFiles } from "./open_files.ts";
export { inOwnTurn } from "./own_turn.ts";
export { tell } from "./tell.ts";
