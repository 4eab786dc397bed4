export interface ShownRow {
  /** Of its element; one of VS Code's lists numbers its rows in their order. */
  readonly id: string;
  /** Label and description, with a space between them. */
  readonly text: string;
  /** How deep it is in its tree; 1 at the root. */
  readonly level: number;
  /** CSS pixels. */
  readonly top: number;
}

/** Each row of a tree that can be seen, from the top of the screen down (their order in the document is another). */
export function rowsFromTop(rows: unknown[]): ShownRow[];

/** The text of each element, from the top of the screen down. */
export function linesFromTop(elements: unknown[]): string[];

/** The middle of the first occurrence of `text` in these editor lines, in CSS pixels; null where it is in none. */
export function placeOfText(lines: unknown[], text: string): { x: number; y: number } | null;

/** Whether the place is on one of these elements. */
export function isOn(elements: unknown[], place: { x: number; y: number }): boolean;

/** Whether VS Code has put all back that was open before, and knows its extensions. */
export function isRestored(): boolean;

/** What a screen reader says of each element that has a label for it. */
export function ariaLabels(elements: unknown[]): string[];
