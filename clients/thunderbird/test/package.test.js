// What the extension is made of: that nothing is missing in it, and nothing comes from elsewhere.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../extension", import.meta.url));
const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
const read = (name) => readFileSync(join(folder, name), "utf8");
const manifest = JSON.parse(read("manifest.json"));
const texts = JSON.parse(read("_locales/en/messages.json"));
const code = names.filter((name) => /\.(js|html|json)$/.test(name) && !name.endsWith("messages.json"));

test("the version is that of the program", () => {
  const cargo = readFileSync(new URL("../../../Cargo.toml", import.meta.url), "utf8");
  assert.equal(manifest.version, /^version = "(.+)"$/m.exec(cargo)[1]);
});

test("each text is used, and each text that is used is there", () => {
  const all = code.map((name) => readFileSync(name, "utf8")).join("\n");
  const direct = [...all.matchAll(/message\(\s*"(\w+)"|getMessage\("(\w+)"|__MSG_(\w+)__|data-text="(\w+)"/g)];
  const either = [...all.matchAll(/\? "(\w+)" : "(\w+)"\)/g)].flatMap(([, a, b]) => [a, b]).filter((key) => key in texts);
  const used = new Set([...direct.map((match) => match.slice(1).find(Boolean)), ...either]);
  for (const key of used) assert.ok(texts[key], `no text ${key}`);
  const unused = Object.keys(texts).filter((key) => !used.has(key) && !/^(group|failure|part|headline|title)/.test(key));
  assert.deepEqual(unused, []);
});

test("scripts and pages come from the extension alone", () => {
  assert.match(manifest.content_security_policy, /default-src 'none'/);
  assert.doesNotMatch(manifest.content_security_policy, /unsafe|http|\*/);
  for (const name of code) {
    const text = readFileSync(name, "utf8");
    assert.doesNotMatch(text, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/, name);
    assert.doesNotMatch(text, /https?:\/\/|\bfetch\(|XMLHttpRequest|WebSocket/, name);
    assert.doesNotMatch(text, /\son\w+="|style="/, name);
  }
  assert.deepEqual(manifest.permissions, ["compose", "nativeMessaging", "notifications", "storage"]);
});

test("the package is the same each time and holds all files", (t) => {
  const target = mkdtempSync(join(tmpdir(), "presend-"));
  t.after(() => rmSync(target, { recursive: true }));
  const packed = ["a.xpi", "b.xpi"].map((name) => {
    execFileSync(fileURLToPath(new URL("../build", import.meta.url)), [join(target, name)]);
    return readFileSync(join(target, name));
  });
  assert.ok(packed[0].equals(packed[1]));
  for (const name of names) assert.ok(packed[0].includes(name.slice(folder.length + 1)), name);
});
