// The window that shows what was found and asks.

import { canShow, firstToShow, place, view } from "./view.js";

const id = new URLSearchParams(location.search).get("id");
const message = (key, values) => browser.i18n.getMessage(key, values);
const byId = (name) => document.getElementById(name);
let isChosen = false;

const told = await browser.runtime.sendMessage({ type: "shown", id });
// A window that was left over from an earlier run has nothing to show.
if (told === null) window.close();
else show(view(told, message));

function show(shown) {
  document.title = shown.title;
  byId("headline").textContent = shown.headline;
  fill(byId("text"), shown.text);
  if (shown.verdict) byId("verdict").replaceChildren(...verdict(shown.verdict));
  byId("verdict").hidden = !shown.verdict;
  byId("findings").replaceChildren(...shown.groups.map(group));
  const first = firstToShow(shown);
  button("back", message("back"), () => choose("back", first));
  button("send", message("sendAnyway"), () => choose("send", null));
  byId("send").accessKey = message("sendAnywayKey");
  byId("send").hidden = !shown.canSend;
  byId("back").focus();
  byId("status").textContent = message("keys");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") choose("back", first);
    if (event.key === "Tab") goRound(event);
  });
  document.documentElement.dataset.ready = "true";
}

function group({ decision, heading, findings }) {
  const section = element("section", { class: decision });
  const title = element("h2", { id: `group-${decision}` }, heading);
  section.setAttribute("aria-labelledby", title.id);
  section.append(title, element("ol", {}, ...findings.map(finding)));
  return section;
}

function finding(found) {
  const item = element("li", {}, element("p", { class: "what" }, found.text));
  if (found.words) {
    const where = place(found, message);
    const quote = element("q", {}, found.words);
    item.append(element("p", { class: "words" }, ...(where ? [`${where}: `, quote] : [quote])));
  }
  if (found.help) item.append(element("p", { class: "help" }, found.help));
  const foot = element("p", { class: "foot" }, element("span", { class: "rule" }, found.rule));
  if (canShow(found)) {
    const go = element("button", { type: "button", class: "show" }, message("showInDraft"));
    go.setAttribute("aria-label", message("showInDraftLong", [found.words]));
    go.addEventListener("click", () => choose("back", found.index));
    foot.append(go);
  }
  item.append(foot);
  return item;
}

function verdict({ name, text, reasons, change, hint }) {
  const lines = [element("p", { class: `verdict ${name}` }, `${message("verdict")}: ${text}`)];
  for (const reason of reasons) {
    const quotes = reason.words.map((words) => element("q", {}, words));
    lines.push(element("p", { class: "reason" }, reason.text, ...quotes.flatMap((quote) => [" ", quote])));
  }
  if (change) lines.push(element("p", { class: "reason" }, message("wouldChange", [change])));
  if (hint) lines.push(element("p", { class: "reason" }, hint));
  return lines;
}

/** The focus stays in the window: behind the last button comes the first. */
function goRound(event) {
  const buttons = [...document.querySelectorAll("button:not([hidden])")];
  const [edge, other] = event.shiftKey ? [buttons[0], buttons.at(-1)] : [buttons.at(-1), buttons[0]];
  if (document.activeElement !== edge) return;
  event.preventDefault();
  other.focus();
}

/** Tells the choice, once, and closes. */
async function choose(choice, finding) {
  if (isChosen) return;
  isChosen = true;
  await browser.runtime.sendMessage({ type: "chosen", id, choice, finding });
  window.close();
}

function button(name, text, action) {
  byId(name).textContent = text;
  byId(name).addEventListener("click", action);
}

function fill(node, text) {
  node.textContent = text;
  node.hidden = text === "";
}

function element(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}
