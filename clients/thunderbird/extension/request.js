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
  return page.replace(/(data:image\/[\w.+-]+;base64,)[A-Za-z0-9+/=\s%]+/g, "$1");
}
