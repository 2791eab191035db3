/**
 * Says that declaring a stage has no effect, so that the declaration is dropped from a bundle where
 * only `run` is used: esbuild's own options for this do not reach an imported function. A description
 * that changes then changes no bundle. The code is parsed: what looks like a declaration inside a
 * template is a text.
 *
 * @module
 */
import { tsPlugin } from "@sveltejs/acorn-typescript";
import { type Node, Parser } from "acorn";

const MARK = "/* @__PURE__ */ ";
const NAME = "defineStage";

const TypeScriptParser = Parser.extend(tsPlugin());

/**
 * The source with each call of an imported `defineStage` marked as pure, under whatever name it was
 * imported; functions are left alone. A source that the parser does not understand is given back as it
 * is: the bundler says what is wrong with it.
 *
 * @example
 * ```ts
 * import { withPureDeclarations } from "./pure_declarations.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const source = `import { defineStage as d } from "./stage.ts"; export default d({});`;
 * assertEquals(
 *   withPureDeclarations(source),
 *   `import { defineStage as d } from "./stage.ts"; export default /* @__PURE__ *\/ d({});`,
 * );
 * ```
 */
export function withPureDeclarations(source: string): string {
  if (!source.includes(NAME)) return source;
  const program = parsed(source);
  if (program === null) return source;
  const starts = callsIn(program, importedNames(program)).sort((a, b) => b - a);
  return starts.reduce((text, at) => text.slice(0, at) + MARK + text.slice(at), source);
}

function parsed(source: string): Node | null {
  try {
    // The plugin asks for locations.
    return TypeScriptParser.parse(source, {
      sourceType: "module",
      ecmaVersion: "latest",
      locations: true,
      allowHashBang: true,
    });
  } catch {
    return null;
  }
}

interface Names {
  /** What `defineStage` is called here. */
  readonly functions: ReadonlySet<string>;
  /** Names of whole modules that may have it. */
  readonly modules: ReadonlySet<string>;
}

function importedNames(program: Node): Names {
  const functions = new Set<string>();
  const modules = new Set<string>();
  for (const statement of children(program)) {
    if (statement.type !== "ImportDeclaration") continue;
    for (const specifier of children(statement)) {
      const local = nameIn(specifier, "local");
      if (local === null) continue;
      if (specifier.type === "ImportNamespaceSpecifier") modules.add(local);
      else if (nameIn(specifier, "imported") === NAME) functions.add(local);
    }
  }
  return { functions, modules };
}

/** Where calls begin that are made when the module is loaded. */
function callsIn(node: Node, names: Names): number[] {
  if (/Function|Method/.test(node.type)) return [];
  const inside = children(node).flatMap((child) => callsIn(child, names));
  return node.type === "CallExpression" && isDeclaring(field(node, "callee"), names)
    ? [node.start, ...inside]
    : inside;
}

function isDeclaring(callee: unknown, { functions, modules }: Names): boolean {
  if (!isNode(callee)) return false;
  if (callee.type === "Identifier") return functions.has(nameOf(callee) ?? "");
  return callee.type === "MemberExpression" && nameIn(callee, "property") === NAME &&
    modules.has(nameIn(callee, "object") ?? "");
}

function children(node: Node): Node[] {
  return Object.values(node).flatMap((value: unknown) => Array.isArray(value) ? value : [value])
    .filter(isNode);
}

/** The name in a field of a node. */
function nameIn(node: Node, name: string): string | null {
  const value = field(node, name);
  return isNode(value) ? nameOf(value) : null;
}

/** The name of an identifier, or the text of a literal that stands for one. */
function nameOf(node: Node): string | null {
  const name = field(node, node.type === "Literal" ? "value" : "name");
  return typeof name === "string" ? name : null;
}

function field(node: Node, name: string): unknown {
  return Reflect.get(node, name);
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}
