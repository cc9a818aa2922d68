import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const script = readFileSync(new URL("../extension/show.js", import.meta.url), "utf8");
const find = vm.runInNewContext(`${script}; presendFind`);
const found = (text, words, before = "", after = "") => {
  const place = find(text, words, before, after);
  return place && text.slice(place.start, place.end);
};

test("words are found across line breaks", () => {
  assert.equal(found("\n\nHello \n  Ben,\nas soon\n as   possible", "as soon as possible"), "as soon\n as   possible");
  assert.equal(found("\u00a0 Hello\u00a0Ben", "Hello Ben"), "Hello\u00a0Ben");
  assert.equal(found("Hello 𝄞 Ben", "𝄞 Ben"), "𝄞 Ben");
});

test("words that stand twice are told apart by what is around them", () => {
  const text = "Answer soon. And please\nanswer soon, or later answer soon.";
  const start = (before, after) => find(text, "answer soon", before, after).start;
  assert.equal(start("And please ", ", or later"), text.indexOf("answer soon,"));
  assert.equal(start("or later ", "."), text.lastIndexOf("answer soon"));
  assert.equal(start("", "."), text.lastIndexOf("answer soon"));
  assert.equal(start("", ""), text.indexOf("answer soon,"));
});

test("words that were cut are found by their start, others not at all", () => {
  assert.equal(found("a long sentence that goes on", "a long sent…"), "a long sent");
  assert.equal(found("some text", "other words"), null);
  assert.equal(found("some text", ""), null);
});
