"""Looks at the HTML report as a person does, in headless Chromium: on a phone and on a
desk, in light and in dark. Usage: page.py PRESEND CHROMIUM"""

import pathlib
import subprocess
import sys
import tempfile

from playwright.sync_api import sync_playwright

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}

HOSTILE = """Hi <b onclick="alert(1)">Ana</b>,

please send it to [<script>document.title='taken'</script>] in order to\u202e start\x1b[31m now.
<img src="http://example.invalid/x.png"><style>body{display:none}</style> &amp; "quoted" 'text'

log in as ana, password: Sonne!2026x, and tell me whether Sonne!2026x works in the shop.

"""

# Every text that is seen has a contrast of 4.5 with what lies behind it (WCAG 2.2, AA).
CONTRAST = """() => {
  const channels = colour => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d');
    canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => {
    const linear = c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  };
  const behind = element => {
    for (; element; element = element.parentElement) {
      const colour = getComputedStyle(element).backgroundColor;
      if (channels(colour)[3] === 255) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const met = new Map();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !element.checkVisibility() || element.closest('title')) continue;
    const style = getComputedStyle(element);
    met.set(`${element.closest('svg') ? style.fill : style.color} on ${behind(element)}`, element.outerHTML.slice(0, 80));
  }
  const ratio = pair => {
    const [a, b] = pair.split(' on ').map(colour => luminance(channels(colour)));
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  return {pairs: met.size, poor: [...met].filter(([pair]) => ratio(pair) < 4.5)};
}"""

# What reaches over the right edge and makes the page scroll sideways.
WIDE = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 0.5)
  .map(e => e.outerHTML.slice(0, 120)).slice(0, 5)"""


def expect(holds, what):
    if not holds:
        sys.exit(f"page.py: {what}")


def report(presend, folder, name, *paths):
    page = pathlib.Path(folder, name)
    ending = subprocess.run(
        [presend, "check", "--output-format", "html", "--output-file", page, "--now", "2026-06-02T10:00Z", *paths]
    )
    expect(ending.returncode in (0, 1, 3), f"presend ended with {ending.returncode}")
    return page


class Browser:
    """Pages that ask for nothing, and say so where they do."""

    def __init__(self, browser):
        self.browser = browser
        self.problems = []

    def open(self, path, viewport, scheme, script=True):
        # The page itself must not need a script; those here only look at it.
        context = self.browser.new_context(viewport=viewport, color_scheme=scheme, bypass_csp=False)
        page = context.new_page()
        url = path.as_uri()
        page.on("console", lambda message: self.problems.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("request", lambda request: request.url.split("#")[0] == url
                or request.url.startswith("data:") or self.problems.append(f"request: {request.url}"))
        page.goto(url)
        return page


def looks_right(page, where):
    expect(page.evaluate("document.documentElement.scrollWidth <= innerWidth"),
           f"{where}: scrolls sideways: {page.evaluate(WIDE)}")
    contrast = page.evaluate(CONTRAST)
    expect(contrast["pairs"] > 1, f"{where}: hardly any text is seen")
    expect(not contrast["poor"], f"{where}: poor contrast: {contrast['poor']}")
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    expect((background == "rgb(255, 255, 255)") == ("light" in where), f"{where}: the page is {background}")


def is_sound(page):
    """What is true of the page at any size and in any colours."""
    doubled = page.evaluate("""() => {
      const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
      return ids.filter((id, at) => ids.indexOf(id) !== at).slice(0, 5) }""")
    expect(not doubled, f"ids are used twice: {doubled}")
    dead = page.evaluate("""() => [...document.querySelectorAll('a[href]')]
      .filter(a => !document.getElementById(a.getAttribute('href').slice(1))).map(a => a.outerHTML).slice(0, 5)""")
    expect(not dead, f"links lead nowhere: {dead}")
    unnamed = page.evaluate("""() => [...document.querySelectorAll('svg[role=img]')]
      .filter(svg => !svg.querySelector('title')?.textContent.trim()).length""")
    expect(unnamed == 0, "a picture has no title")
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map(h => +h.tagName[1])")
    expect(levels[0] == 1 and levels.count(1) == 1, f"headings: {levels[:5]}")
    expect(all(after - before <= 1 for before, after in zip(levels, levels[1:])), "a level of headings is left out")
    expect(page.locator("script").count() == 0, "a script is in the page")


def works(page):
    """What a person does: sees the overview first, goes from a number to its finding, filters."""
    top = page.evaluate("['overview', 'drafts'].map(id => document.getElementById(id).getBoundingClientRect().top)")
    expect(top[0] < top[1], "the overview does not stand before the drafts")
    for caption in ["By severity", "By channel", "By rule", "Drafts with most findings"]:
        chart = page.locator("table.chart", has=page.locator("caption", has_text=caption))
        expect(chart.count() == 1 and chart.locator("svg rect").first.bounding_box()["width"] > 20, f"no chart “{caption}”")
    mark = page.locator("mark.error").first
    expect(mark.evaluate("m => getComputedStyle(m).backgroundColor") != "rgba(0, 0, 0, 0)", "a mark has no colour")
    expect(mark.get_attribute("title"), "a mark has no title")
    ref = page.locator("a.ref.error").first
    ref.focus()
    page.keyboard.press("Enter")
    note = page.locator(".note:target")
    expect(note.count() == 1 and note.evaluate("n => getComputedStyle(n).outlineStyle") == "solid",
           "a number does not lead to its finding")
    expect(note.locator(".said b").first.inner_text() == ref.inner_text(), "a number leads to another finding")
    infos = page.locator(".note.info")
    expect(infos.first.is_visible(), "no info is seen")
    page.locator("#show-info").focus()
    page.keyboard.press("Space")
    expect(not infos.first.is_visible(), "infos can't be hidden")
    needle = page.locator(".gauge .needle").first.bounding_box()
    expect(needle["width"] > 5, "the gauge has no needle")


def main(presend, chromium):
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        hostile = pathlib.Path(folder, "<script>alert(1)<script> & 'x' \u202e.txt")
        hostile.write_text(HOSTILE + "unbroken" * 200)
        gone = pathlib.Path(folder, "gone <i>.txt")
        drafts = [str(path) for path in sorted(pathlib.Path("fixtures").glob("*.*"))]
        usual = report(presend, folder, "usual.html", *drafts)
        bad = report(presend, folder, "bad.html", str(hostile), str(gone))
        pathlib.Path(folder, "empty").mkdir()
        empty = report(presend, folder, "empty.html", str(pathlib.Path(folder, "empty")))
        chrome = playwright.chromium.launch(executable_path=chromium, args=[
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync"])
        browser = Browser(chrome)
        for path in [usual, bad, empty]:
            for viewport in [PHONE, DESK]:
                for scheme in ["light", "dark"]:
                    page = browser.open(path, viewport, scheme)
                    where = f"{path.name}, {viewport['width']} px, {scheme}"
                    if path == empty:
                        expect("No findings in 0 drafts" in page.inner_text("body"), f"{where}: says nothing")
                    looks_right(page, where)
                    if scheme == "light":
                        is_sound(page)
                    if path == usual:
                        works(page)
                    page.context.close()
        page = browser.open(bad, PHONE, "light")
        text = page.inner_text("body")
        expect(page.title() == "Presend report", "a draft took the title")
        expect("<script>document.title" in text and "\\u{202e}" in text and "\\u{1b}" in text, "hostile text is not shown")
        html = bad.read_text()
        expect("Sonne" not in html and "2026x" not in html, "a secret is shown")
        expect("gone <i>.txt" in text, "a draft that can't be read is not told")
        page.context.close()
        page = browser.open(usual, DESK, "dark")
        page.emulate_media(media="print", color_scheme="light")
        expect(len(page.pdf()) > 10_000, "the page can't be printed")
        expect(not page.locator(".filters").is_visible(), "filters are printed")
        chrome.close()
        expect(not browser.problems, "; ".join(browser.problems[:5]))
    print("the HTML report is right")


main(*sys.argv[1:])
