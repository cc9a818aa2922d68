// What becomes of a message: the one place where that is decided.

/**
 * Given an answer or a failure, and the options, says whether the message is sent ("send") or the
 * author is asked ("ask"), and whether it has to be told that it was not checked.
 */
export function course({ answer, failure }, options) {
  if (failure) {
    const onFailure = options.onFailure === "follow" ? options.lastOnFailure : options.onFailure;
    return { action: onFailure === "hold" ? "ask" : "send", tell: onFailure !== "hold" };
  }
  const asks = answer.decision === "hold" || (answer.decision === "warn" && options.showWarnings);
  return { action: asks ? "ask" : "send", tell: answer.failure !== null && !asks };
}
