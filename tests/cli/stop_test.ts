import { assertEquals, assertStringIncludes } from "@std/assert";
import { done, failed, resultOf } from "./sample_program.ts";
import { Machine } from "./terminal.ts";

const ERROR = {
  kind: "stage",
  message: 'Stage "source" was cancelled',
  at: null,
  cause: null,
} as const;
const CANCELLED = { ...resultOf([failed("source", ERROR)]), outcome: "cancelled" } as const;
const DONE = resultOf([done("source", "ran", 5), done("total", "ran", 5), done("page", "ran", 5)]);

Deno.test("SIGINT asks the engine to stop and exits 130, SIGTERM 143", async () => {
  for (const [signal, exitCode] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
    const aborted: boolean[] = [];
    await using machine = await Machine.create({
      results: [CANCELLED],
      during: (request) => {
        aborted.push(request.signal!.aborted);
        machine.send(signal);
        aborted.push(request.signal!.aborted);
      },
    });
    const { code, stdout, stderr } = await machine.run();
    assertEquals([code, aborted, machine.exits], [exitCode, [false, true], []]);
    assertEquals(stdout, "");
    assertEquals(
      stderr,
      `warning: ${signal}: stopping; what is finished is kept\n` +
        "Stopped. Run the same command again; it goes on from here.\n",
    );
  }
});

Deno.test("case 26: under --force the advice does not promise that the same command goes on", async () => {
  for (const force of ["--force", "--force=source"]) {
    await using machine = await Machine.create({
      results: [CANCELLED],
      during: () => machine.send("SIGINT"),
    });
    const { code, stderr } = await machine.run(force);
    assertEquals(code, 130);
    assertStringIncludes(
      stderr,
      "\nStopped. Run the same command again; with --force it executes again what was forced, " +
        "without it reuses what is kept.\n",
    );
  }
});

Deno.test("reproduce keeps nothing, and says so when it is stopped", async () => {
  const reproduction = { outcome: "cancelled", elapsedMs: 1, stages: [] } as const;
  await using machine = await Machine.create({ reproduction });
  machine.script = { reproduction, during: () => machine.send("SIGINT") };
  const { code, stderr } = await machine.run("reproduce");
  assertEquals([code, stderr], [
    130,
    "warning: SIGINT: stopping; the store is as it was\nStopped before every stage was compared.\n",
  ]);
});

Deno.test("nobody listens to signals once a run is over, however it ends", async () => {
  await using machine = await Machine.create({ results: [DONE] });
  await machine.run();
  assertEquals(machine.listeners, 0);
  machine.script = { results: [] };
  assertEquals((await machine.run()).code, 1);
  assertEquals(machine.listeners, 0);
});

Deno.test("a second signal ends the process at once, with the code of the first", async () => {
  await using machine = await Machine.create({
    results: [CANCELLED],
    during: () => {
      machine.send("SIGTERM");
      assertEquals(machine.exits, []);
      machine.send("SIGINT");
      assertEquals(machine.exits, [143]);
    },
  });
  const { stderr } = await machine.run();
  assertStringIncludes(
    stderr,
    "SIGTERM: ended while a stage was computing; what is finished is kept",
  );
});

Deno.test("a stage that does not stop is given up after a second, under --json with a document", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await using machine = await Machine.create({
    results: [CANCELLED],
    during: async () => {
      machine.send("SIGINT");
      await promise;
    },
  });
  const exited = Promise.withResolvers<number>();
  machine.exits.push = (code: number) => {
    exited.resolve(code);
    resolve();
    return 1;
  };
  const { stdout } = await machine.run("--json");
  assertEquals(await exited.promise, 130);
  const document = JSON.parse(stdout.slice(0, stdout.indexOf("\n}") + 2));
  assertEquals([document.schema, document.errors[0].subject], ["error/1", "SIGINT"]);
});

Deno.test("a signal that comes twice at once, as under a task runner, is one wish", async () => {
  await using machine = await Machine.create({
    results: [CANCELLED],
    during: () => {
      machine.send("SIGINT");
      machine.send("SIGINT");
    },
  });
  const { code } = await machine.run();
  assertEquals([code, machine.exits], [130, []]);
});
