import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { answer } from "../extension/host.js";
import { canShow, firstToShow, place, view } from "../extension/view.js";

const texts = JSON.parse(readFileSync(new URL("../extension/_locales/en/messages.json", import.meta.url)));

/** As `browser.i18n.getMessage`. */
function message(key, values = []) {
  assert.ok(texts[key], `no text ${key}`);
  return texts[key].message.replace(/\$\w+\$/g, () => values[0]);
}

function given(decisions, more = 0) {
  const findings = decisions.map((decision, n) => ({ text: `t${n}`, words: `w${n}`, part: "body", decision, rule: "a/b" }));
  const gravest = ["hold", "warn"].find((decision) => decisions.includes(decision)) ?? "pass";
  return answer({ version: 1, id: 1, decision: gravest, findings, more, verdict: { text: "a message serves" } }, 1);
}

const shown = (occasion, told) => view({ occasion, ...told }, message);

test("at sending only what holds or asks is shown, gravest first", () => {
  const { headline, groups, canSend } = shown("send", { answer: given(["pass", "warn", "hold"]) });
  assert.equal(headline, "Not sent: 2 findings to look at first");
  assert.deepEqual(
    groups.map(({ heading, findings }) => [heading, findings.map(({ text }) => text)]),
    [
      ["Mend before it goes", ["t2"]],
      ["Worth a look", ["t1"]],
    ],
  );
  assert.ok(canSend);
  assert.equal(shown("send", { answer: given(["warn"]) }).headline, "Send it as it is? 1 finding");
});

test("on demand all is shown, and nothing can be sent", () => {
  const { headline, groups, canSend, text } = shown("check", { answer: given(["pass", "hold"], 3) });
  assert.equal(headline, "5 findings");
  assert.equal(groups.length, 2);
  assert.equal(text, "And 3 more, which are not shown.");
  assert.equal(canSend, false);
  assert.equal(shown("check", { answer: given([]) }).headline, "Nothing to mend");
});

test("a failure says what happened and what to do", () => {
  for (const [kind, words] of [
    ["missing", /presend guard install thunderbird/],
    ["slow", /within 5 seconds/],
    ["crashed", /stopped/],
    ["malformed", /does not understand/],
    ["refused", /could not do it/],
    ["own", /extension itself/],
  ]) {
    const { headline, text, groups, canSend } = shown("send", { failure: { kind, detail: "5" } });
    assert.match(text, words);
    assert.match(headline, /^Not sent/);
    assert.deepEqual([groups, canSend], [[], true]);
  }
  const failed = { ...given([]), failure: "the message could not be checked", decision: "hold" };
  assert.equal(shown("send", { answer: failed }).text, "the message could not be checked");
});

test("the first finding of the text is the one to show", () => {
  const told = given(["warn", "hold", "hold"]);
  told.findings[1].part = "subject";
  assert.equal(firstToShow(shown("send", { answer: told })), 2);
  assert.equal(firstToShow(shown("send", { answer: given([]) })), null);
  assert.equal(canShow({ part: "body", words: "" }), false);
});

test("places are told in words", () => {
  assert.equal(place({ part: "subject" }, message), "In the subject");
  assert.equal(place({ part: "body" }, message), "");
  assert.equal(place({ part: "x-other" }, message), "In the header");
});
