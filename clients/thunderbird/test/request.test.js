import assert from "node:assert/strict";
import test from "node:test";

import { isOwn, request } from "../extension/request.js";

test("a plain draft", () => {
  const details = {
    from: "Ana <ana@a.example>",
    to: ["Ben <ben@b.example>", { id: "1", type: "mailingList" }],
    cc: "cem@c.example",
    subject: "Plan",
    isPlainText: true,
    body: "<html></html>",
    plainTextBody: "Hello\n",
    customHeaders: [{ name: "X-Presend", value: "send" }],
  };
  assert.deepEqual(request(1, details, [{ id: 9, name: "a.pdf", size: 3 }]), {
    id: 1,
    version: 1,
    details: {
      from: "Ana <ana@a.example>",
      to: ["Ben <ben@b.example>"],
      cc: ["cem@c.example"],
      bcc: [],
      subject: "Plan",
      isPlainText: true,
      plainTextBody: "Hello\n",
      body: "",
      attachments: [{ name: "a.pdf", size: 3 }],
      headers: [{ name: "X-Presend", value: "send" }],
    },
  });
});

test("pictures stay behind, the rest of a page does not", () => {
  const picture = (data) => `<img src="data:image/svg+xml;base64,${data}" alt="c">`;
  const data = "iVBOR+/=".repeat(5_000_000);
  const page = `<p>a, data:image/png;base64 b</p>${picture(data)}, d, ${picture(data)}`;
  const { body, isPlainText } = request(1, { body: page }, []).details;
  assert.equal(isPlainText, false);
  assert.equal(body, `<p>a, data:image/png;base64 b</p>${picture("")}, d, ${picture("")}`);
});

test("halves of characters don't travel", () => {
  const { subject, plainTextBody } = request(1, { subject: "a\ud83d", plainTextBody: "\ude00 😀", isPlainText: true }, []).details;
  assert.deepEqual([subject, plainTextBody], ["a\ufffd", "\ufffd 😀"]);
});

test("nothing at all is a request too", () => {
  assert.equal(request(1, {}, []).details.subject, "");
});

test("fields for Presend alone", () => {
  assert.ok(isOwn("X-Presend") && isOwn("x-presend-IGNORE"));
  assert.ok(!isOwn("X-Presender") && !isOwn("Subject"));
});
