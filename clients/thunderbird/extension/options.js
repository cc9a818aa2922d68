// What a person can set here. What holds a message and what asks is not among it: that is said
// once for all guards, in presend.toml.

/** What counts unless something else is set. */
export const DEFAULTS = {
  /** Where Presend can't be asked: "follow" presend.toml as it was last seen, "send" or "hold". */
  onFailure: "follow",
  /** Whether warnings ask. */
  showWarnings: true,
  /** For how many seconds an answer is waited. */
  seconds: 5,
};

/** What `seconds` may be. */
export const SECONDS = { least: 1, most: 10 };

/** Options as they count, whatever is stored. */
export function options(stored = {}) {
  const seconds = Number(stored.seconds ?? DEFAULTS.seconds);
  return {
    onFailure: ["follow", "send", "hold"].includes(stored.onFailure) ? stored.onFailure : DEFAULTS.onFailure,
    showWarnings: typeof stored.showWarnings === "boolean" ? stored.showWarnings : DEFAULTS.showWarnings,
    seconds: Number.isFinite(seconds) ? Math.min(Math.max(seconds, SECONDS.least), SECONDS.most) : DEFAULTS.seconds,
    lastOnFailure: stored.lastOnFailure === "hold" ? "hold" : "send",
  };
}
