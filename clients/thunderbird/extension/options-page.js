// The options page: what is changed is kept at once.

import { options } from "./options.js";
import { failureText } from "./view.js";

const message = browser.i18n.getMessage;
const form = document.querySelector("form");
const status = document.getElementById("status");

for (const node of document.querySelectorAll("[data-text]")) node.textContent = message(node.dataset.text);

const stored = options(await browser.storage.local.get());
form.elements.onFailure.value = stored.onFailure;
form.elements.showWarnings.checked = stored.showWarnings;
form.elements.seconds.value = stored.seconds;

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("change", async () => {
  if (!form.reportValidity()) return;
  const { onFailure, showWarnings, seconds } = form.elements;
  await browser.storage.local.set({
    onFailure: onFailure.value,
    showWarnings: showWarnings.checked,
    seconds: Number(seconds.value),
  });
  status.textContent = message("optionsKept");
});

document.getElementById("try").addEventListener("click", async () => {
  status.textContent = "";
  const { program, failure } = await browser.runtime.sendMessage({ type: "try" });
  status.textContent = failure ? failureText(failure, message) : message("optionsWorks", [program]);
});

document.documentElement.dataset.ready = "true";
