import { as } from './placeholders';

/**
 * Endings of files that hold the data of jobs, so that they are named after it. Files of the program (`config.json`,
 * `invoice.hbs`, `libnss3.so`) are named once, and their names tell one fault from another.
 */
const DATA =
  '(?:csv|tsv|xlsx?|ods|pdf|docx?|odt|rtf|txt|xml|sta|zip|gz|tgz|tar|rar|7z|jpe?g|png|gif|webp|heic|tiff?|bmp|svg|' +
  'mp[34]|mov|avi|mkv|webm|wav|flac|ogg|m4a|eml|ics|tmp|part|log|bak)';
const PROGRAM = /^[\w./\\-]+\.(?:js|ts|mjs|cjs|json|ya?ml|env|hbs|ejs|pug|html|so|node)$/;
const IS_DATA = new RegExp(`\\.${DATA}$`, 'i');

const STEP = '[\\p{L}\\p{N}_.@%+~()-]+';

/** Paths that nobody has quoted. Spaces may stand only in the name of a file of data, whose end is known. */
const PATHS: readonly RegExp[] = [
  /\bpipe:\d\b/g,
  new RegExp(`(?<![\\w‹›/.])(?:[A-Za-z]:)?(?:\\/${STEP})*\\/[^\\n"'\`:/]{1,100}?\\.${DATA}\\b(?!\\.\\w)`, 'giu'),
  new RegExp(`(?<![\\w‹›])[A-Za-z]:(?:\\\\[^\\s\\\\"'\`:]+)+`, 'gu'),
  new RegExp(`(?<![\\w‹›/.])(?:[A-Za-z]:)?(?:\\/[\\p{L}\\p{N}_.@%+~-]+){2,}\\/?`, 'gu'),
];

/** `export-2026-05-14.csv`, `Kunden_2026 (1).xlsx`; `order.pdf` may be code, where it is no function. */
const DATA_FILE = new RegExp(
  `(?<![\\p{L}\\p{N}_./\\\\-])[\\p{L}\\p{N}_+~-][\\p{L}\\p{N}_.+~-]*(?: ?\\((?:\\d+|copy)\\))?\\.${DATA}(?!\\.?[\\w-])(?! is (?:not a (?:function|constructor)|undefined|not defined))`,
  'giu',
);

/** `text` without the roots of its paths, and without the files that are named after a job. */
export function withoutPaths(text: string): string {
  let without = text;
  for (const path of PATHS) without = without.replace(path, shortPath);
  return without.replace(DATA_FILE, as('path'));
}

/** A path without its root; without its file too, where that is named after a job. */
export function shortPath(whole: string): string {
  const file = whole.split(/[/\\]/).at(-1) ?? '';
  const isOfJob = IS_DATA.test(file) || /\d|\s|‹/.test(file) || /^[0-9a-f]{6,}/.test(file) || file === '';
  return isOfJob ? as('path') : `${as('path')}/${file}`;
}

/** Whether it names a file that is always the same. */
export function isOfProgram(name: string): boolean {
  return PROGRAM.test(name);
}
