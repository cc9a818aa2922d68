// Runs in the draft: selects the words of a finding, so that the author sees where they stand.

/**
 * Where `words` begin and end in a text; where they stand more than once, the place before which
 * `before` stands. White space counts as one space. Null where they are not there.
 */
function presendFind(text, words, before) {
  const letters = [];
  const places = [];
  for (let at = 0; at < text.length; at += 1) {
    const isSpace = /\s/.test(text[at]);
    if (isSpace && (letters.length === 0 || letters[letters.length - 1] === " ")) continue;
    letters.push(isSpace ? " " : text[at]);
    places.push(at);
  }
  const plain = letters.join("");
  const single = (given) => given.replace(/…$/, "").replace(/\s+/g, " ");
  const needle = single(words).trim();
  const context = single(before).trimStart();
  if (needle === "") return null;
  let best = null;
  for (let at = plain.indexOf(needle); at >= 0; at = plain.indexOf(needle, at + 1)) {
    let common = 0;
    while (common < context.length && plain[at - 1 - common] === context[context.length - 1 - common]) common += 1;
    if (best === null || common > best.common) best = { at, common };
  }
  if (best === null) return null;
  return { start: places[best.at], end: places[best.at + needle.length - 1] + 1 };
}

/** Selects the words in the draft, and scrolls to them. */
function presendShow(words, before) {
  const blocks = /^(ADDRESS|BLOCKQUOTE|BR|DIV|DL|DT|DD|H[1-6]|HR|LI|OL|P|PRE|TABLE|TD|TH|TR|UL)$/;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const pieces = [];
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      pieces.push({ node, start: text.length });
      text += node.data;
    } else if (blocks.test(node.nodeName)) {
      text += "\n";
    }
  }
  const found = presendFind(text, words, before);
  if (!found) return false;
  const point = (at) => {
    const piece = pieces.findLast((candidate) => candidate.start <= at);
    return [piece.node, Math.min(at - piece.start, piece.node.length)];
  };
  const range = document.createRange();
  range.setStart(...point(found.start));
  const [last, offset] = point(found.end - 1);
  range.setEnd(last, Math.min(offset + 1, last.length));
  const selection = document.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  window.focus();
  const element = range.startContainer.parentElement;
  element?.scrollIntoView({ block: "center" });
  return true;
}
