// Stands between the Send button and the mail server, and behind the Presend button.

import { course } from "./course.js";
import { Failure, ask } from "./host.js";
import { options } from "./options.js";
import { isOwn, request } from "./request.js";
import { failureText } from "./view.js";

const HOST = "presend";

/** The open windows: what each shows, and what waits for it. */
const prompts = new Map();
let lastId = 0;
let hasTold = false;

browser.compose.onBeforeSend.addListener(async (tab, details) => {
  // A listener that fails would leave the compose window locked, so none of this may.
  let choice;
  try {
    choice = await beforeSend(tab, details);
  } catch (error) {
    console.error("Presend:", error);
    choice = await failed(error);
  }
  return choice === "send" ? sent(details) : { cancel: true };
});

browser.composeAction.onClicked.addListener(async (tab) => {
  const told = await check(tab, await browser.compose.getComposeDetails(tab.id));
  await answered(tab, { occasion: "check", ...told });
});

browser.runtime.onMessage.addListener((message) => {
  const prompt = prompts.get(message.id);
  switch (message.type) {
    case "shown":
      return Promise.resolve(prompt?.told ?? null);
    case "chosen":
      prompt?.choose(message);
      return Promise.resolve();
    case "try":
      return tried();
  }
  return undefined;
});

/** What becomes of a message that is to be sent: "send" or "back". */
async function beforeSend(tab, details) {
  const told = await check(tab, details);
  const { action, tell } = course(told, await stored());
  if (tell) tellOnce(told);
  return action === "send" ? "send" : answered(tab, { occasion: "send", ...told });
}

/** What the host says of a draft, or why it says nothing. */
async function check(tab, details) {
  try {
    const attachments = await browser.compose.listAttachments(tab.id);
    return { answer: await asked(details, attachments) };
  } catch (error) {
    return { failure: plainFailure(error) };
  }
}

async function asked(details, attachments) {
  const { seconds } = await stored();
  const connect = () => browser.runtime.connectNative(HOST);
  const answer = await ask(connect, request(++lastId, details, attachments), seconds * 1000);
  // Not being able to remember it is no reason to say that the check failed.
  await browser.storage.local.set({ lastOnFailure: answer.onFailure }).catch(console.warn);
  return answer;
}

/** Whether the host answers, for the options page. */
async function tried() {
  try {
    return { program: (await asked({ isPlainText: true }, [])).program };
  } catch (error) {
    return { failure: plainFailure(error) };
  }
}

// Messages between pages carry no errors.
function plainFailure(error) {
  return error instanceof Failure
    ? { kind: error.kind, detail: error.detail }
    : { kind: "own", detail: String(error) };
}

/** Opens a window, and gives what the author chose in it; closing it is going back. */
async function answered(tab, told) {
  closeChecks(tab);
  const id = String(++lastId);
  const prompt = { tabId: tab.id, told };
  const chosen = new Promise((choose) => (prompt.choose = choose));
  // The page asks for it as soon as it is there.
  prompts.set(id, prompt);
  try {
    const url = `prompt.html?id=${id}`;
    const size = { width: 600, height: 560 };
    const window = await browser.windows.create({ type: "popup", url, ...size, allowScriptsToClose: true });
    prompt.windowId = window.id;
    const { choice, finding } = await Promise.race([chosen, closed(window.id)]);
    // Once this listener has answered, the draft can be written in again.
    if (choice === "back") setTimeout(() => goBack(tab, told.answer?.findings[finding]), 100);
    return choice;
  } finally {
    prompts.delete(id);
  }
}

function closed(id) {
  return new Promise((resolve) => {
    browser.windows.onRemoved.addListener(function listener(windowId) {
      if (windowId !== id) return;
      browser.windows.onRemoved.removeListener(listener);
      resolve({ choice: "back", finding: null });
    });
  });
}

/** Closes what an earlier check of the draft shows: it may no longer be true. */
function closeChecks(tab) {
  for (const { tabId, windowId, told, choose } of prompts.values()) {
    if (tabId !== tab.id || told.occasion !== "check") continue;
    choose({ choice: "replaced", finding: null });
    if (windowId) browser.windows.remove(windowId).catch(console.warn);
  }
}

/** Shows the draft, and in it the words of a finding. */
async function goBack(tab, finding) {
  try {
    await browser.windows.update(tab.windowId, { focused: true });
    if (!finding) return;
    await browser.tabs.executeScript(tab.id, { file: "show.js" });
    const words = JSON.stringify([finding.words, finding.before, finding.after]);
    await browser.tabs.executeScript(tab.id, { code: `presendShow(...${words})` });
  } catch (error) {
    // The draft may have been closed; the window has named the words.
    console.warn("Presend:", error);
  }
}

/** What is sent is what was written, without the fields that speak to Presend. */
function sent(details) {
  const headers = details.customHeaders ?? [];
  const kept = headers.filter(({ name }) => !isOwn(name));
  return kept.length === headers.length ? { cancel: false } : { cancel: false, details: { customHeaders: kept } };
}

/** What becomes of a message where this extension itself fails. */
async function failed(error) {
  const told = { failure: plainFailure(error) };
  const { tell } = course(told, await stored().catch(() => options()));
  if (tell) tellOnce(told);
  else notify(told);
  return tell ? "send" : "back";
}

/** Tells that a message went unchecked: once, since most people can do nothing about it now. */
function tellOnce(told) {
  if (!hasTold) notify(told, browser.i18n.getMessage("sentUnchecked"));
  hasTold = true;
}

function notify({ answer, failure }, title = browser.i18n.getMessage("headlineFailedSend")) {
  const message = answer?.failure ?? failureText(failure, browser.i18n.getMessage);
  browser.notifications
    .create({ type: "basic", title, message, iconUrl: "icons/presend.svg" })
    .catch((error) => console.warn("Presend:", error));
}

async function stored() {
  return options(await browser.storage.local.get());
}
