// Runs in the draft: selects the words of a finding, so that the author sees where they stand.

/**
 * Where `words` begin and end in a text; where they stand more than once, the place that `before`
 * and `after` fit best. White space counts as one space. Null where they are not there.
 */
function presendFind(text, words, before, after) {
  const letters = [];
  const places = [];
  for (let at = 0; at < text.length; at += 1) {
    const isSpace = /\s/.test(text[at]);
    if (isSpace && (letters.length === 0 || letters[letters.length - 1] === " ")) continue;
    letters.push(isSpace ? " " : text[at]);
    places.push(at);
  }
  const plain = letters.join("");
  const single = (given) => given.replace(/\s+/g, " ");
  const needle = single(words.replace(/…$/, "")).trim();
  const [left, right] = [single(before).trimStart(), single(after).trimEnd()];
  if (needle === "") return null;
  let best = null;
  for (let at = plain.indexOf(needle); at >= 0; at = plain.indexOf(needle, at + 1)) {
    const end = at + needle.length;
    let fits = 0;
    for (let n = 1; n <= left.length && plain[at - n] === left[left.length - n]; n += 1) fits += 1;
    for (let n = 0; n < right.length && plain[end + n] === right[n]; n += 1) fits += 1;
    if (best === null || fits > best.fits) best = { at, fits };
  }
  if (best === null) return null;
  return { start: places[best.at], end: places[best.at + needle.length - 1] + 1 };
}

/** Selects the words in the draft, and scrolls to them. */
function presendShow(words, before, after) {
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
  const found = presendFind(text, words, before, after);
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
