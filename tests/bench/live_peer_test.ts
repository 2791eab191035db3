import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { startPeer } from "../../bench/train/live_peer.ts";
import { Comparison, type Peer } from "../../bench/train/peer.ts";
import { PeerError } from "../../bench/train/peer_error.ts";
import { fromFileUrl } from "../../lib/engine/paths.ts";

const SCRIPT = fromFileUrl(new URL("answering_peer.ts", import.meta.url));
const FOLDER = fromFileUrl(new URL(".", import.meta.url));
const DENO = [Deno.execPath(), "run", "--no-prompt", "--allow-all"];

/** The command of a peer that answers, or fails in one way. */
function answering(fault?: "dies" | "babbles"): string[] {
  return [...DENO, SCRIPT, ...fault === undefined ? [] : [fault]];
}

/** The command of a peer with this program. */
function script(text: string): string[] {
  return [Deno.execPath(), "eval", text];
}

async function peerError(work: () => Promise<unknown>): Promise<PeerError> {
  return await assertRejects(work, PeerError);
}

Deno.test("a peer does as many rounds as asked for, and returns its facts at the end", async () => {
  await using peer = await startPeer(answering(), FOLDER);
  assertEquals(peer.times, []);
  await peer.rounds(2);
  await peer.rounds(3);
  assertEquals(peer.times.length, 5);
  for (const { seconds, processorSeconds } of peer.times) {
    assert(seconds >= 0 && processorSeconds >= 0);
  }
  assertEquals(await peer.end(), { version: "1.0", loss: 0.06, note: "6 rounds" });
});

Deno.test("each line of input asks for a round, even if several arrive in one piece", async () => {
  const [program, ...args] = answering();
  const options = { args, stdin: "piped", stdout: "piped", stderr: "inherit" } as const;
  await using process = new Deno.Command(program!, options).spawn();
  const writer = process.stdin.getWriter();
  await writer.write(new TextEncoder().encode("\n\n\n"));
  await writer.close();
  const answers = (await new Response(process.stdout).text()).trimEnd().split("\n");
  assertEquals(answers.length, 4);
  assertEquals(JSON.parse(answers.at(-1)!).note, "3 rounds");
});

Deno.test("a peer that dies is reported with its own error message", async () => {
  await using peer = await startPeer(answering("dies"), FOLDER);
  await peer.rounds(1);
  const error = await peerError(() => peer.rounds(5));
  assertStringIncludes(error.message, "RangeError: no third round");
  assertEquals([error.isMissing, peer.times.length], [false, 1]);
});

Deno.test("a peer whose answer is not a pair of times is refused with the answer", async () => {
  await using peer = await startPeer(answering("babbles"), FOLDER);
  const error = await peerError(() => peer.rounds(1));
  assertStringIncludes(error.message, 'Expected a number as "seconds", got {"seconds":"two"}');
});

Deno.test("a peer whose first answer is not JSON is terminated", async () => {
  const babbling = script('console.log("hello"); for await (const _ of Deno.stdin.readable);');
  const error = await peerError(() => startPeer(babbling, FOLDER));
  assertStringIncludes(error.message, 'it answered "hello": Unexpected token');
});

Deno.test("a program or module that does not exist is missing; a script with a syntax error is not", async () => {
  const env = ["env", "no-such-program"];
  const python = script('console.error("ModuleNotFoundError: No module named x"); Deno.exit(1)');
  for (const command of [["/no/such/program"], env, python]) {
    const { isMissing, message } = await peerError(() => startPeer(command, FOLDER));
    assertEquals([isMissing, message === ""], [true, false], command.join(" "));
  }
  const syntaxError = await peerError(() => startPeer(script("const x = ;"), FOLDER));
  assertEquals(syntaxError.isMissing, false);
  assertStringIncludes(syntaxError.message, "Expression expected");
  const silent = await peerError(() => startPeer(script("Deno.exit(7)"), FOLDER));
  assertEquals(silent.message, "it ended without an answer, exit code 7");
});

Deno.test("a comparison drops peers that fail and shows the reason; it fails if ours fails", async () => {
  const peer = (name: string, command: readonly string[]): Peer => ({
    name,
    command,
    install: "get it",
  });
  const compared = await new Comparison([
    peer("ours", answering()),
    peer("dies", answering("dies")),
    peer("lost", ["/no/such/program"]),
    peer("theirs", answering()),
  ], "seconds").run({ turns: 2, roundsATurn: 2 });
  assertEquals(
    ["ours", "dies", "lost", "theirs"].map((name) => compared.median(name) !== null),
    [true, false, false, true],
  );
  const rows = compared.rows().map((row) => row.replaceAll(/ +/g, " "));
  assertStringIncludes(rows[0]!, "loss 0.05000 · 1.0 · 5 rounds");
  assertStringIncludes(rows[1]!, "dies failed: error: Uncaught");
  assertStringIncludes(rows[1]!, "RangeError: no third round");
  assertEquals(rows[2], "lost missing: get it");

  const failing = new Comparison([peer("ours", answering("dies"))], "seconds");
  await assertRejects(() => failing.run({ turns: 2, roundsATurn: 2 }), Error, "ours: error: Unc");
});
