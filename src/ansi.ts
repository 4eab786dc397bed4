import { stripVTControlCharacters } from 'node:util';

/** A text without ANSI escape sequences, which colour it in a terminal and are litter anywhere else. */
export function withoutAnsi(text: string): string {
  return /[\u001b\u009b]/.test(text) ? stripVTControlCharacters(text) : text;
}
