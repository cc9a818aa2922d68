import assert from "node:assert/strict";
import { test } from "node:test";

import { findBinary, type Machine } from "../src/binary";

/** A machine that has these programs. */
function machine(programs: string[], more: Partial<Machine> = {}): Machine {
  return { platform: "linux", home: "/home/ana", path: "/usr/bin:/opt/b", isProgram: (file) => programs.includes(file), ...more };
}

test("the setting comes first", () => {
  const both = machine(["/opt/b/presend", "/srv/presend"]);
  assert.deepEqual(findBinary(" /srv/presend ", undefined, both), { kind: "found", file: "/srv/presend" });
});

test("the setting may start with the home or the folder", () => {
  assert.deepEqual(findBinary("~/p", undefined, machine(["/home/ana/p"])), { kind: "found", file: "/home/ana/p" });
  const folder = findBinary("${workspaceFolder}/p", "/work/$&", machine(["/work/$&/p"]));
  assert.deepEqual(folder, { kind: "found", file: "/work/$&/p" });
});

test("a wrong setting is told, and nothing else is run", () => {
  const other = machine(["/usr/bin/presend", "presend"]);
  assert.deepEqual(findBinary("/srv/presend", undefined, other), { kind: "wrong", file: "/srv/presend" });
  assert.deepEqual(findBinary("presend", undefined, other), { kind: "wrong", file: "presend" });
});

test("then PATH in its order, then where programs usually are", () => {
  const all = ["/opt/b/presend", "/home/ana/.cargo/bin/presend"];
  assert.deepEqual(findBinary("", undefined, machine(all)), { kind: "found", file: "/opt/b/presend" });
  assert.deepEqual(findBinary("", undefined, machine(all.slice(1))), { kind: "found", file: "/home/ana/.cargo/bin/presend" });
});

test("a relative folder on PATH is passed over", () => {
  const found = findBinary("", undefined, machine(["presend", "./presend", "bin/presend"], { path: ".:bin:" }));
  assert.equal(found.kind, "missing");
});

test("on Windows the program has another name, and PATH other marks", () => {
  const file = "C:\\Users\\ana\\.cargo\\bin\\presend.exe";
  const windows = machine([file], { platform: "win32", home: "C:\\Users\\ana", path: "C:\\Windows;D:\\x" });
  assert.deepEqual(findBinary("", undefined, windows), { kind: "found", file });
});

test("where it was looked for beside PATH is told", () => {
  const found = findBinary("", undefined, machine([]));
  assert.deepEqual(found, {
    kind: "missing",
    folders: ["/home/ana/.cargo/bin", "/home/ana/.local/bin", "/usr/local/bin", "/home/linuxbrew/.linuxbrew/bin"],
  });
});
