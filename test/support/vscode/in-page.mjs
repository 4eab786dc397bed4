// Runs in the browser's page, where the DOM is. Plain JavaScript: its types are in-page.d.mts, so that the rest of the
// product is not given the DOM's globals. VS Code may have drawn anew, and so taken out, what was found a moment ago:
// an element that is not connected stands at 0, 0.

/** @see in-page.d.mts */
export function rowsFromTop(rows) {
  const shown = rows
    .filter((row) => row.isConnected)
    .map((row) => ({
      id: row.id,
      text: [...row.querySelectorAll('.label-name, .label-description')]
        .map((part) => part.textContent)
        .join(' ')
        .replace(/\s+/g, ' '),
      level: Number(row.getAttribute('aria-level')),
      top: row.getBoundingClientRect().top,
      isSticky: row.classList.contains('monaco-tree-sticky-row'),
    }))
    .sort((a, b) => a.top - b.top);
  // The rows around what is scrolled stay at the top, from the outermost in, over the others.
  const sticky = shown.filter(({ isSticky }) => isSticky).map((row, index) => ({ ...row, level: index + 1 }));
  const covered = sticky.at(-1)?.top ?? -Infinity;
  return [...sticky, ...shown.filter(({ isSticky, top }) => !isSticky && top > covered)].map(
    ({ id, text, level, top }) => ({ id, text, level, top }),
  );
}

/** @see in-page.d.mts */
export function linesFromTop(elements) {
  return elements
    .filter((element) => element.isConnected)
    .map((element) => ({
      text: element.innerText.replace(/\u00a0/g, ' '),
      top: element.getBoundingClientRect().top,
    }))
    .sort((a, b) => a.top - b.top)
    .map(({ text }) => text);
}

/** @see in-page.d.mts */
export function placeOfText(lines, wanted) {
  const drawn = lines.filter((line) => line.isConnected);
  for (const line of drawn.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)) {
    const start = line.textContent.replace(/\u00a0/g, ' ').indexOf(wanted);
    if (start < 0) continue;
    let left = start + Math.floor(wanted.length / 2);
    const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    while (texts.nextNode() && left >= texts.currentNode.length) left -= texts.currentNode.length;
    const range = document.createRange();
    range.setStart(texts.currentNode, left);
    range.setEnd(texts.currentNode, left + 1);
    const box = range.getBoundingClientRect();
    return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  }
  return null;
}

/** @see in-page.d.mts */
export function isOn(elements, { x, y }) {
  return elements.some((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return element.isConnected && left <= x && x <= right && top <= y && y <= bottom;
  });
}

/** @see in-page.d.mts */
export function isRestored() {
  return ['code/LifecyclePhase/Restored', 'code/didLoadExtensions'].every(
    (mark) => performance.getEntriesByName(mark).length > 0,
  );
}

/** @see in-page.d.mts */
export function ariaLabels(elements) {
  return elements.flatMap((element) => element.getAttribute('aria-label') ?? []);
}
