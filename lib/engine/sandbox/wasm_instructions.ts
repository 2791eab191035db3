/**
 * Reads the instructions of a WebAssembly module, each with its immediates. Knows lengths, not types:
 * whether a module is valid is for V8 to say. Its text is sent to the worker, so it uses nothing from
 * outside itself; what runs after the stage has begun uses nothing that a stage can replace.
 *
 * @module
 */

/** Sees one instruction: prefix (0 if it has none), code, place in the module. A text ends the reading. */
export type InstructionVisitor = (prefix: number, code: number, at: number) => string | null;

/**
 * Shows every instruction of every function of a module to `visit`. Returns the first text that `visit`
 * returns, or why the module cannot be read, or `null`. The module must not change meanwhile.
 */
export type InstructionReader = (bytes: Uint8Array, visit: InstructionVisitor) => string | null;

/**
 * A reader for the instructions that V8 knows. It reads functions only: constant expressions hold
 * neither vectors' arithmetic nor access to memory.
 *
 * Checked against V8 by `tests/engine/wasm_instructions_test.ts`.
 */
export function instructionReader(): InstructionReader {
  /**
   * Immediates by code. One letter each: i number, b block type, h heap type, m memory argument,
   * t types, l labels, c catch clauses; a digit so many bytes, x sixteen.
   */
  const table = (text: string): (string | null)[] => {
    const kinds = new Array<string | null>(0x120).fill(null);
    for (const entry of text.split(" ")) {
      const [codes = "", immediates = ""] = entry.split(":");
      const [first = "", last = first] = codes.split("-");
      kinds.fill(immediates, parseInt(first, 16), parseInt(last, 16) + 1);
    }
    return kinds;
  };
  const plain = table(
    "0-1 2-4:b 5 6:b 7-9:i a-b c-d:i e:l f 10:i 11:ii 12:i 13:ii 14-15:i 18:i 19-1b 1c:t 1f:bc " +
      "20-26:i 28-3e:m 3f-42:i 43:4 44:8 45-c4 d0:h d1 d2:i d3-d4 d5-d6:i",
  );
  const collected = table(
    "0-1:i 2-5:ii 6-7:i 8-a:ii b-e:i f 10:i 11-13:ii 14-17:h 18-19:1ihh 1a-1e",
  );
  const bulk = table("0-7 8:ii 9:i a:ii b:i c:ii d:i e:ii f-11:i");
  const vectors = table("0-b:m c-d:x e-14 15-22:1 23-53 54-5b:m1 5c-5d:m 5e-ff 100-113");
  const atomic = table("0-2:m 3:1 10-4e:m");

  const kindsOf = (prefix: number): readonly (string | null)[] => {
    if (prefix === 0xfb) return collected;
    if (prefix === 0xfc) return bulk;
    if (prefix === 0xfd) return vectors;
    return prefix === 0xfe ? atomic : plain;
  };

  // A stage may replace what `bytes.length` asks.
  const lengthOf: () => number = Object.getOwnPropertyDescriptor(
    Object.getPrototypeOf(Uint8Array.prototype),
    "length",
  )!.get!;
  const { apply } = Reflect;

  return (bytes, visit) => {
    const length = apply(lengthOf, bytes, []);
    let at = 8;
    const byte = (): number => {
      if (at >= length) throw new Error("it ends too early");
      return bytes[at++]!;
    };
    /** LEB128, of any length; exact up to 2^53. Signed numbers are as long as unsigned ones. */
    const number = (): number => {
      let value = 0;
      let factor = 1;
      for (;;) {
        const next = byte();
        value += (next & 0x7f) * factor;
        if (next < 0x80) return value;
        factor *= 128;
      }
    };
    const many = (each: () => void): void => {
      for (let left = number(); left > 0; left--) each();
    };
    const heapType = (): void => {
      // Prefixes of exact and of shared types.
      while (bytes[at] === 0x62 || bytes[at] === 0x65) at += 1;
      number();
    };
    const valueType = (): void => {
      const isReference = bytes[at] === 0x63 || bytes[at] === 0x64;
      number();
      if (isReference) heapType();
    };
    const catchClause = (): void => {
      if (byte() < 2) number();
      number();
    };
    const memoryArgument = (): void => {
      const hasMemoryIndex = number() % 128 >= 64;
      if (hasMemoryIndex) number();
      number();
    };
    const immediate = (kind: string): void => {
      switch (kind) {
        case "i":
          return void number();
        case "b":
          return valueType();
        case "h":
          return heapType();
        case "m":
          return memoryArgument();
        case "t":
          return many(valueType);
        case "c":
          return many(catchClause);
        case "l":
          many(number);
          return void number();
        default:
          at += kind === "x" ? 16 : kind === "8" ? 8 : kind === "4" ? 4 : 1;
      }
    };
    const instruction = (): string | null => {
      const place = at;
      const first = byte();
      const prefix = first >= 0xfb && first <= 0xfe ? first : 0;
      const code = prefix === 0 ? first : number();
      const refusal = visit(prefix, code, place);
      if (refusal !== null) return refusal;
      const kinds = kindsOf(prefix);
      const immediates = code < kinds.length ? kinds[code]! : null;
      if (immediates === null) {
        return `an instruction that is not known, ${
          prefix === 0 ? "" : `0x${prefix.toString(16)} `
        }` +
          `0x${code.toString(16)} at byte ${place}`;
      }
      for (let i = 0; i < immediates.length; i++) immediate(immediates[i]!);
      return null;
    };
    const functions = (): string | null => {
      for (let left = number(); left > 0; left--) {
        const size = number();
        const end = at + size;
        many(() => {
          number();
          valueType();
        });
        while (at < end) {
          const found = instruction();
          if (found !== null) return found;
        }
        if (at !== end) throw new Error("a function does not end where it says");
      }
      return null;
    };

    const CODE_SECTION = 10;
    try {
      while (at < length) {
        const section = byte();
        const size = number();
        const end = at + size;
        const found = section === CODE_SECTION ? functions() : null;
        if (found !== null) return found;
        at = end;
      }
      return null;
    } catch (error) {
      return `what cannot be read at byte ${at}: ${error instanceof Error ? error.message : ""}`;
    }
  };
}
