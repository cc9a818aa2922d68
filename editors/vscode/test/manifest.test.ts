import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { minimatch } from "minimatch";

const read = (file: string): any => JSON.parse(readFileSync(file, "utf8"));

const [mail] = read("package.json").contributes.languages;

test("the files of mail clients are mail by their names, and their settings are not", () => {
  const isMail = (name: string): boolean => mail.filenamePatterns.some((pattern: string) => minimatch(name, pattern));
  assert.ok(isMail("mutt-fair-1000-1234-5678901234567890"));
  assert.ok(isMail("neomutt-fair-1000-1234-5678901234567890"));
  assert.ok(!isMail("mutt-colors-solarized-dark-256.muttrc"));
  assert.ok(!isMail("neomutt-1.el"));
});

test("a word of a mail is one of any language", () => {
  const { pattern, flags } = read("mail-configuration.json").wordPattern;
  assert.deepEqual("Größe, isn’t 3-D?".match(new RegExp(String(pattern), `${String(flags)}g`)), ["Größe", "isn’t", "3-D"]);
});
