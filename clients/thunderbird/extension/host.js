// Talks to `presend guard native`. Whatever goes wrong there comes back as a Failure: nothing
// hangs, and no answer is trusted before it was looked at.

import { VERSION } from "./request.js";

/**
 * Why there is no answer: `kind` is missing, crashed, slow, malformed or refused, or own where the
 * extension itself failed.
 */
export class Failure extends Error {
  constructor(kind, detail = "") {
    super(detail || kind);
    this.kind = kind;
    this.detail = detail;
  }
}

/**
 * Asks the host and gives its answer. `connect` opens a port to it; each request has a process of
 * its own, which ends with its port: one that hangs takes nothing with it.
 */
export function ask(connect, request, milliseconds) {
  return new Promise((resolve, reject) => {
    let port;
    const end = (settle, value) => {
      clearTimeout(timer);
      try {
        port?.disconnect();
      } catch {
        // It has ended by itself.
      }
      settle(value);
    };
    const timer = setTimeout(() => end(reject, new Failure("slow", `${milliseconds / 1000}`)), milliseconds);
    try {
      port = connect();
      port.onMessage.addListener((message) => {
        try {
          end(resolve, answer(message, request.id));
        } catch (failure) {
          end(reject, failure);
        }
      });
      port.onDisconnect.addListener(() => end(reject, disconnected(port.error?.message ?? "")));
      port.postMessage(request);
    } catch (error) {
      end(reject, disconnected(error?.message ?? String(error)));
    }
  });
}

function disconnected(message) {
  const isMissing = /no such native application/i.test(message);
  return new Failure(isMissing ? "missing" : "crashed", isMissing ? "" : message);
}

/** The answer, with all that is missing in it filled in. Throws a Failure where it is none. */
export function answer(message, id) {
  const malformed = (what) => new Failure("malformed", what);
  if (typeof message !== "object" || message === null) throw malformed("no object");
  if (typeof message.error === "string") throw new Failure("refused", message.error);
  if (message.version !== VERSION) throw malformed("version");
  if (message.id !== id) throw malformed("id");
  if (!["pass", "warn", "hold"].includes(message.decision)) throw malformed("decision");
  const findings = array(message.findings).filter((found) => typeof found?.text === "string");
  return {
    program: text(message.program),
    decision: message.decision,
    failure: typeof message.failure === "string" ? message.failure : null,
    onFailure: message.onFailure === "hold" ? "hold" : "send",
    findings: findings.map((found) => ({
      rule: text(found.rule),
      level: text(found.level),
      decision: ["warn", "hold"].includes(found.decision) ? found.decision : "pass",
      text: found.text,
      help: text(found.help),
      words: text(found.words),
      before: text(found.before),
      after: text(found.after),
      part: text(found.part),
    })),
    more: Number.isInteger(message.more) ? message.more : 0,
    verdict: verdict(message.verdict),
  };
}

function verdict(given) {
  if (typeof given?.text !== "string") return null;
  return {
    name: text(given.name),
    text: given.text,
    reasons: array(given.reasons)
      .filter((reason) => typeof reason?.text === "string")
      .map((reason) => ({ text: reason.text, words: array(reason.words).filter((w) => typeof w === "string") })),
    change: text(given.change),
    hint: text(given.hint),
  };
}

function text(value) {
  return typeof value === "string" ? value : "";
}

function array(value) {
  return Array.isArray(value) ? value : [];
}
