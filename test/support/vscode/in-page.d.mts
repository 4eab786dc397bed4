/** Id and text of each element, from the top of the screen down (their order in the document is another). */
export function linesFromTop(elements: unknown[]): { id: string; text: string }[];

/** Id, and label and description with a space between them, of each row of a tree from the top of the screen down. */
export function rowsFromTop(rows: unknown[]): { id: string; text: string }[];

/** The middle of the first occurrence of `text` in these editor lines, in CSS pixels; null where it is in none. */
export function placeOfText(lines: unknown[], text: string): { x: number; y: number } | null;
