/** Whether a text is what a compiler made of another: an edit of it is gone with the next build. */
export function isCompiled(text: string): boolean {
  return /Object\.defineProperty\(exports, ["']__esModule["']/.test(text) || /\/\/[#@] sourceMappingURL=/.test(text);
}
