// The whole way of a message through the extension, with a Thunderbird that is made here: above
// all, that the listener at the Send button always answers.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const event = () => {
  const listeners = [];
  return {
    addListener: (listener) => listeners.push(listener),
    removeListener: (listener) => listeners.splice(listeners.indexOf(listener), 1),
    fire: (...values) => listeners.map((listener) => listener(...values)),
  };
};

let world;
globalThis.browser = {
  compose: { onBeforeSend: event(), listAttachments: async () => world.attachments() },
  composeAction: { onClicked: event() },
  runtime: { onMessage: event(), connectNative: () => world.connect() },
  storage: { local: { get: async () => world.stored(), set: async () => {} } },
  windows: {
    create: async (options) => world.open(options),
    remove: async (id) => world.removed.push(id),
    update: async () => {},
    onRemoved: event(),
  },
  tabs: { executeScript: async (_tab, script) => world.scripts.push(script.file ?? script.code) },
  notifications: { create: async ({ message }) => world.notices.push(message) },
  i18n: { getMessage: (key, values = []) => [key, ...values].join(" ") },
};
console.error = console.warn = () => {};
await import("../extension/background.js");

const FINDING = { text: "a", words: "b", before: "c", after: "d", part: "body", decision: "hold", level: "error" };
const TAB = { id: 1, windowId: 2 };

function port(answer) {
  const made = { onMessage: event(), onDisconnect: event(), error: null, disconnect() {} };
  made.postMessage = ({ id }) => setImmediate(() => made.onMessage.fire({ version: 1, id, ...answer }));
  return made;
}

beforeEach(() => {
  world = {
    attachments: () => [],
    connect: () => port({ decision: "hold", findings: [FINDING] }),
    stored: () => ({}),
    // The author chooses as soon as the window is there.
    open({ url }) {
      setImmediate(() => browser.runtime.onMessage.fire({ type: "chosen", id: url.split("=")[1], ...world.choice }));
      return { id: 9 };
    },
    choice: { choice: "back", finding: 0 },
    removed: [],
    scripts: [],
    notices: [],
  };
});

const send = (details = {}) => browser.compose.onBeforeSend.fire(TAB, { subject: "s", ...details })[0];
const fails = () => {
  throw new Error("no");
};

test("that messages go unchecked is told once", async () => {
  world.connect = () => port({ decision: "pass", failure: "it took too long" });
  await send();
  await send();
  assert.deepEqual(world.notices, ["it took too long"]);
});

test("what passes is sent unchanged, without a window", async () => {
  world.connect = () => port({ decision: "pass" });
  world.open = fails;
  assert.deepEqual(await send({ customHeaders: [{ name: "X-A", value: "1" }] }), { cancel: false });
});

test("what is held goes back to the words, or is sent anyway", async () => {
  assert.deepEqual(await send(), { cancel: true });
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.deepEqual(world.scripts, ["show.js", 'presendShow(...["b","c","d"])']);
  world.choice = { choice: "send", finding: null };
  assert.deepEqual(await send(), { cancel: false });
});

test("closing the window is going back", async () => {
  world.open = () => {
    setTimeout(() => browser.windows.onRemoved.fire(9), 10);
    return { id: 9 };
  };
  assert.deepEqual(await send(), { cancel: true });
});

test("fields for Presend are taken out", async () => {
  world.connect = () => port({ decision: "pass" });
  const customHeaders = [
    { name: "X-Presend", value: "send" },
    { name: "X-A", value: "1" },
  ];
  const expected = { cancel: false, details: { customHeaders: [{ name: "X-A", value: "1" }] } };
  assert.deepEqual(await send({ customHeaders }), expected);
});

test("whatever fails in the extension or in Thunderbird, the listener answers", async () => {
  for (const part of ["open", "connect", "attachments"]) {
    const works = world[part];
    world[part] = fails;
    world.stored = () => ({ onFailure: "send" });
    assert.deepEqual(await send(), { cancel: false }, part);
    world.stored = () => ({ onFailure: "hold" });
    assert.deepEqual(await send(), { cancel: true }, part);
    world[part] = works;
  }
  world.stored = fails;
  assert.deepEqual(await send(), { cancel: false });
  assert.ok(world.notices.length > 0);
});
