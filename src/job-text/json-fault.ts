/** Where a text ends to be JSON, as JavaScript says it: `Expected ',' or '}' … at position 12.` */
export function jsonFault(text: string): string {
  try {
    JSON.parse(text);
    return 'a part of it is none.';
  } catch (error) {
    return `${(error as Error).message}.`;
  }
}
