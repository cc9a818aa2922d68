import assert from "node:assert/strict";
import test from "node:test";

import { course } from "../extension/course.js";
import { options } from "../extension/options.js";

const answer = (decision, failure = null) => ({ answer: { decision, failure } });
const failure = { failure: { kind: "missing", detail: "" } };

test("the decision of the host is followed", () => {
  assert.deepEqual(course(answer("pass"), options()), { action: "send", tell: false });
  assert.deepEqual(course(answer("warn"), options()), { action: "ask", tell: false });
  assert.deepEqual(course(answer("hold"), options()), { action: "ask", tell: false });
});

test("warnings ask only where they are wanted, errors always hold", () => {
  const quiet = options({ showWarnings: false });
  assert.equal(course(answer("warn"), quiet).action, "send");
  assert.equal(course(answer("hold"), quiet).action, "ask");
});

test("a check that failed is told, and on-failure has decided", () => {
  assert.deepEqual(course(answer("pass", "it took too long"), options()), { action: "send", tell: true });
  assert.deepEqual(course(answer("hold", "it took too long"), options()), { action: "ask", tell: false });
});

test("no host: sent and told, or held, by the option or by what presend.toml last said", () => {
  assert.deepEqual(course(failure, options()), { action: "send", tell: true });
  assert.deepEqual(course(failure, options({ onFailure: "hold" })), { action: "ask", tell: false });
  assert.deepEqual(course(failure, options({ lastOnFailure: "hold" })), { action: "ask", tell: false });
  assert.equal(course(failure, options({ onFailure: "send", lastOnFailure: "hold" })).action, "send");
});

test("options count whatever is stored", () => {
  assert.deepEqual(options({ onFailure: 1, showWarnings: "no", seconds: "x", lastOnFailure: {} }), options());
  assert.equal(options({ seconds: 0 }).seconds, 1);
  assert.equal(options({ seconds: 99 }).seconds, 10);
  assert.equal(options({ seconds: "3" }).seconds, 3);
});
