// What is asked of `presend guard native`, made from what a compose window holds.

/** The version of the protocol (docs/guards-thunderbird.md). */
export const VERSION = 1;

/**
 * The request for a draft. `details` and `attachments` are those of Thunderbird's `compose` API;
 * any of their properties may be missing.
 */
export function request(id, details, attachments) {
  return {
    id,
    version: VERSION,
    details: {
      from: mailboxes(details.from)[0] ?? "",
      to: mailboxes(details.to),
      cc: mailboxes(details.cc),
      bcc: mailboxes(details.bcc),
      subject: text(details.subject),
      isPlainText: Boolean(details.isPlainText),
      plainTextBody: details.isPlainText ? text(details.plainTextBody) : "",
      body: details.isPlainText ? "" : text(withoutPictures(details.body ?? "")),
      attachments: attachments.map(({ name, size }) => ({ name: text(name), size: size ?? 0 })),
      headers: (details.customHeaders ?? []).map(({ name, value }) => ({ name: text(name), value: text(value) })),
    },
  };
}

/** Whether a field of the header speaks to Presend alone. Such a field is never sent on. */
export function isOwn(name) {
  return ["x-presend", "x-presend-ignore"].includes(name.toLowerCase());
}

// Recipients are texts, or contacts and lists of the address book, which have no text here.
function mailboxes(recipients) {
  const list = Array.isArray(recipients) ? recipients : [recipients];
  return list.map(text).filter((recipient) => recipient !== "");
}

// Halves of characters, which an editor may leave behind, have no place in JSON.
function text(value) {
  return typeof value === "string" ? value.replace(/\p{Surrogate}/gu, "\ufffd") : "";
}

// Pictures can be many megabytes; that they are there is all that matters.
function withoutPictures(page) {
  const end = /["'()<>\s]/g;
  let kept = "";
  let at = 0;
  for (const { 0: start, index } of page.matchAll(/data:image\/[\w.+-]+;base64,/g)) {
    kept += page.slice(at, index + start.length);
    end.lastIndex = index + start.length;
    at = end.exec(page)?.index ?? page.length;
  }
  return kept + page.slice(at);
}
