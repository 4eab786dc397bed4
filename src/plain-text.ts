import { withoutAnsi } from './ansi';

/**
 * Text that somebody else has written — a server, a job, a repository, a link — as no more than text: VS Code makes a
 * link of `[text](target)` and an icon of `$(name)`, which a character that nobody sees prevents. The colours of a
 * terminal are left out; other control characters and those that turn the direction of what follows (Unicode's bidi
 * embeddings) become spaces.
 */
export function plainText(text: string): string {
  return withoutAnsi(text)
    .replaceAll('](', ']\u200b(')
    .replaceAll('$(', '$\u200b(')
    .replace(/[^\P{Cc}\n]|[\u2028-\u202e\u2066-\u2069]/gu, ' ');
}

/** The same for Markdown: every character of it that has a meaning there stands for itself. */
export function plainMarkdown(text: string): string {
  return plainText(text)
    .replaceAll('\n', ' ')
    .replace(/[!-/:-@[-`{-~]/g, '\\$&');
}
