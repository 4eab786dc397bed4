// Runs in the browser's page, where the DOM is. Plain JavaScript: its types are in-page.d.mts, so that the rest of the
// product is not given the DOM's globals.

/** @see in-page.d.mts */
export function linesFromTop(elements) {
  return elements
    .map((element) => ({
      id: element.id,
      text: element.innerText.replace(/\u00a0/g, ' '),
      top: element.getBoundingClientRect().top,
    }))
    .sort((a, b) => a.top - b.top)
    .map(({ id, text }) => ({ id, text }));
}

/** @see in-page.d.mts */
export function rowsFromTop(rows) {
  return rows
    .map((row) => ({
      id: row.id,
      text: [...row.querySelectorAll('.label-name, .label-description')]
        .map((part) => part.textContent)
        .join(' ')
        .replace(/\s+/g, ' '),
      top: row.getBoundingClientRect().top,
    }))
    .sort((a, b) => a.top - b.top)
    .map(({ id, text }) => ({ id, text }));
}

/** @see in-page.d.mts */
export function placeOfText(lines, wanted) {
  for (const line of lines.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)) {
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
