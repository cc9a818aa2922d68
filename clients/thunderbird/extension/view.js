// What the window shows, as data: which findings, in which groups, under which headings.

/**
 * What a window shows. `occasion` is "send" or "check"; `message` looks up texts by key. A window
 * at sending tells only what stops the message or asks; one on demand tells all.
 */
export function view({ occasion, answer, failure }, message) {
  const isSend = occasion === "send";
  if (failure || answer.failure !== null) {
    const why = failure ? failureText(failure, message) : answer.failure;
    return {
      title: message("titleFailed"),
      headline: message(isSend ? "headlineFailedSend" : "headlineFailedCheck"),
      text: why,
      groups: [],
      verdict: null,
      canSend: isSend,
    };
  }
  const told = answer.findings
    .map((finding, index) => ({ ...finding, index }))
    .filter((finding) => !isSend || finding.decision !== "pass");
  const more = isSend ? 0 : answer.more;
  const groups = ["hold", "warn", "pass"]
    .map((decision) => ({
      decision,
      heading: message(`group_${decision}`),
      findings: told.filter((finding) => finding.decision === decision),
    }))
    .filter((group) => group.findings.length > 0);
  const count = told.length + more;
  return {
    title: message(isSend ? "titleSend" : "titleCheck"),
    headline: headline(isSend, answer.decision, count, message),
    text: more > 0 ? message("more", [String(more)]) : "",
    groups,
    verdict: answer.verdict,
    canSend: isSend,
  };
}

function headline(isSend, decision, count, message) {
  if (count === 0) return message("headlineClean");
  const findings = count === 1 ? message("oneFinding") : message("manyFindings", [String(count)]);
  if (!isSend) return findings;
  return message(decision === "hold" ? "headlineHeld" : "headlineAsked", [findings]);
}

/** Why there is no answer, and what to do. */
export function failureText(failure, message) {
  return message(`failure_${failure.kind}`, [failure.detail || "?"]);
}

/** Where the words of a finding stand, for a person; empty for the body, where they are shown. */
export function place(finding, message) {
  const known = ["subject", "to", "cc", "bcc", "from"];
  if (finding.part === "body" || finding.part === "") return "";
  return known.includes(finding.part) ? message(`part_${finding.part}`) : message("part_header");
}

/** Whether the words of a finding can be shown in the draft. */
export function canShow(finding) {
  return finding.part === "body" && finding.words !== "";
}

/** The finding to show where the author goes back without choosing one: the first that can be. */
export function firstToShow(shown) {
  const all = shown.groups.flatMap((group) => group.findings);
  return all.find(canShow)?.index ?? null;
}
