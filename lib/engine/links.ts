/**
 * Where paths lead, for whoever asks for rights.
 *
 * @module
 */
export { type Followed, followLinks } from "../store/links.ts";
