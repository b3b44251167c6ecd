"""Where everything on a page lies: what is cut, sticks out or lies over something else."""

from __future__ import annotations

from playwright.sync_api import Page

# Every piece of text and every picture that can be seen, a box for each of its lines; then what is wrong with them. A
# pixel is allowed, because boxes of letters are rounded.
WRONG = """() => {
  const shown = element => element.checkVisibility({ opacityProperty: false, visibilityProperty: true });
  const pieces = [];
  for (const part of document.querySelectorAll(".p-top, .p-main, .p-bot, .p-lines")) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.data.trim() || !shown(node.parentElement) || node.parentElement.closest("svg, noscript")) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      pieces.push({ name: node.data.trim().slice(0, 40), of: node.parentElement, boxes: [...range.getClientRects()] });
    }
    for (const svg of part.querySelectorAll("svg")) {
      if (shown(svg)) pieces.push({ name: "the code", of: svg, boxes: [svg.getBoundingClientRect()] });
    }
  }
  const wrong = [];
  for (const { name, of, boxes } of pieces) {
    for (const box of boxes) {
      const out = box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
      if (out) wrong.push(`out of the screen: ${name}`);
      for (let around = of.parentElement; around; around = around.parentElement) {
        if (getComputedStyle(around).overflow === "visible") continue;
        const frame = around.getBoundingClientRect();
        const cut = box.bottom > frame.bottom + 1 || box.top < frame.top - 1 || box.right > frame.right + 1;
        if (cut) wrong.push(`cut: ${name}`);
      }
    }
  }
  const common = (a, b, start, end) => Math.min(a[end], b[end]) - Math.max(a[start], b[start]);
  const over = (a, b) => common(a, b, "left", "right") > 1 && common(a, b, "top", "bottom") > 1;
  pieces.forEach((one, i) => pieces.slice(i + 1).forEach(other => {
    if (one.boxes.some(a => other.boxes.some(b => over(a, b)))) wrong.push(`${one.name} lies over ${other.name}`);
  }));
  return [...new Set(wrong)];
}"""


def wrong_boxes(page: Page) -> list[str]:
    """What is cut, outside the screen or covered, in words; nothing where all is well."""
    found: list[str] = page.evaluate(WRONG)
    return found
