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
      subject: details.subject ?? "",
      isPlainText: Boolean(details.isPlainText),
      plainTextBody: details.isPlainText ? (details.plainTextBody ?? "") : "",
      body: details.isPlainText ? "" : withoutPictures(details.body ?? ""),
      attachments: attachments.map(({ name, size }) => ({ name: name ?? "", size: size ?? 0 })),
      headers: (details.customHeaders ?? []).map(({ name, value }) => ({ name, value })),
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
  return list.filter((recipient) => typeof recipient === "string" && recipient !== "");
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
