import assert from "node:assert/strict";
import test from "node:test";

import { Failure, answer, ask } from "../extension/host.js";

const REQUEST = { id: 4, version: 1, details: {} };
const GOOD = { version: 1, id: 4, decision: "pass", findings: [] };

/** A port whose host does what `host` says with each request. */
function port(host) {
  const event = () => {
    const listeners = [];
    return { addListener: (listener) => listeners.push(listener), fire: (value) => listeners.forEach((l) => l(value)) };
  };
  const made = { onMessage: event(), onDisconnect: event(), error: null, isOpen: true };
  made.disconnect = () => (made.isOpen = false);
  made.postMessage = (request) => setImmediate(() => host(made, request));
  return made;
}

async function kind(host, milliseconds = 1000) {
  const made = port(host);
  const failure = await ask(() => made, REQUEST, milliseconds).then(
    () => assert.fail("it was answered"),
    (error) => error,
  );
  assert.ok(failure instanceof Failure, String(failure));
  assert.equal(made.isOpen, false, "the host has to end");
  return failure.kind;
}

test("an answer is given, and the host ends", async () => {
  const made = port((opened, request) => {
    assert.deepEqual(request, REQUEST);
    opened.onMessage.fire(GOOD);
  });
  const given = await ask(() => made, REQUEST, 1000);
  assert.equal(given.decision, "pass");
  assert.equal(made.isOpen, false);
});

test("a host that is not there, ends, hangs or babbles is a failure", async () => {
  const ends = (message) => (opened) => {
    opened.error = message && { message };
    opened.onDisconnect.fire(opened);
  };
  assert.equal(await kind(ends("No such native application presend")), "missing");
  assert.equal(await kind(ends("The application crashed")), "crashed");
  assert.equal(await kind(ends("")), "crashed");
  assert.equal(await kind(() => {}, 20), "slow");
  for (const wrong of [null, 1, "pass", [], {}, { ...GOOD, id: 3 }, { ...GOOD, version: 2 }, { ...GOOD, decision: 1 }]) {
    assert.equal(await kind((opened) => opened.onMessage.fire(wrong)), "malformed", JSON.stringify(wrong));
  }
  assert.equal(await kind((opened) => opened.onMessage.fire({ error: "too long" })), "refused");
});

test("a port that can't be opened is a failure", async () => {
  const open = () => {
    throw new Error("no");
  };
  await assert.rejects(ask(open, REQUEST, 1000), (failure) => failure.kind === "crashed" && failure.detail === "no");
});

test("what is missing in an answer is filled in, what is wrong left out", () => {
  const findings = [null, {}, { text: 1 }, { text: "a", words: 1, decision: "now" }, { text: "b", decision: "hold" }];
  const verdict = { text: "a message serves", reasons: [{}, { text: "c", words: [1, "d"] }] };
  const given = answer({ ...GOOD, findings, verdict, more: "x", onFailure: "never" }, 4);
  assert.deepEqual(
    given.findings.map(({ text, words, decision }) => [text, words, decision]),
    [
      ["a", "", "pass"],
      ["b", "", "hold"],
    ],
  );
  assert.deepEqual(given.verdict.reasons, [{ text: "c", words: ["d"] }]);
  assert.deepEqual([given.more, given.onFailure, given.failure], [0, "send", null]);
});
