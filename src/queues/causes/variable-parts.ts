import { withoutHosts } from './hosts';
import { withoutNamedValues } from './named-values';
import { isNameWithDigit, withoutNumbers } from './numbers';
import { shortPath, withoutPaths } from './paths';
import { as } from './placeholders';

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*';
const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*';

/** Each with what a text must hold so that it is worth a try; in their order: each leaves less for the next. */
const PARTS: readonly (readonly [string, RegExp, string])[] = [
  ['arn:', /\barn:aws[\w-]*:[^\s"',]+/g, as('id')],
  ['://', /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>)\]]*[^\s"'<>)\].,;:]/gi, as('url')],
  [
    '@',
    /(?:"[^"]*" |(?:\p{Lu}[\p{L}.'-]* ){1,4}(?=<))?<?[\p{L}\p{N}_.+'-]+@[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+>?/gu,
    as('e-mail'),
  ],
  ['‹e-mail›', /‹e-mail›(?:[,;] ?‹e-mail›)+/g, as('e-mail')],
  ['/documents/', /\b(projects\/[^/\s]+\/databases\/[^/\s]+\/documents\/[^/\s]+)\/[^\s"']+/g, `$1/${as('id')}`],
];

const DATES_AND_IDS: readonly (readonly [RegExp, string])[] = [
  [
    new RegExp(
      `\\b${DAY},? (?:${MONTH} \\d{1,2}|\\d{1,2}[ -]${MONTH}),?[ -]\\d{2,4}(?: \\d\\d:\\d\\d:\\d\\d)?(?: [A-Z]{3,4}(?:[+-]\\d{4})?)?(?: \\([^)]*\\))?`,
      'g',
    ),
    as('date'),
  ],
  [/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?/g, as('date')],
  [/(?<![\d.])\d{1,2}([./])\d{1,2}\1(?:\d{4}|\d\d)\b(?!\.\d)/g, as('date')],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, as('id')],
  [/(?<![\w+/=])[A-Za-z0-9+/]{16,}={1,2}(?![\w=])/g, as('id')],
];

/** Codes of places and of what is traded there: `eu-central-1`, `de-DE`, `Europe/Berlin`, `USD/PLN`, `TSHIRT-XL`. */
const CODES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:us|eu|ap|sa|ca|me|af|il)-(?:gov-)?(?:north|south|east|west|central)+-\d\b/gi, as('region')],
  [/(?<![\w-])[A-Z][A-Z0-9]*(?:-[A-Z0-9]+){2,}(?![\w-])/g, as('id')],
  [/\b[a-z]{2}[-_][A-Z]{2}\b/g, as('value')],
  [/\b(?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)\/[A-Z][\w/+-]*/g, as('value')],
  [/\b[A-Z]{3}\/[A-Z]{3}\b/g, as('value')],
  [
    /(?<=\bfor )(?:AT|BE|BG|CH|CZ|DE|DK|EE|ES|FI|FR|GB|GR|HR|HU|IE|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|US)\b/g,
    as('value'),
  ],
];

/** `line` without what differs from job to job, and with a placeholder for each such part. */
export function withoutVariableParts(line: string): string {
  let text = withoutNamedValues(line);
  for (const [held, pattern, placeholder] of PARTS) if (text.includes(held)) text = text.replace(pattern, placeholder);
  text = withoutPaths(text);
  for (const [pattern, placeholder] of DATES_AND_IDS) text = text.replace(pattern, placeholder);
  text = withoutHosts(text);
  for (const [pattern, placeholder] of CODES) text = text.replace(pattern, placeholder);
  text = text.replace(/\b(\w+)=("[^"]*"|'[^']*'|[^\s,;\])]+)/g, `$1=${as('value')}`);
  text = text.replace(/(?<![\w›])(["'`])((?:(?!\1).|(?<=[\w›])\1(?=[\w‹]))*)\1(?![\w‹])/g, quoted);
  return withoutNumbers(text);
}

/** What is quoted after these is what somebody said was wrong: `closed with message "…"`, `{"error":"…"}`. */
const SPEAKS = /\b(?:message|error|reason|detail|description|title|code|type|status)"?[ :=]{1,2}$/i;

/** Quoted text stays where it is a name; what holds a digit, a path, a placeholder or a sentence is a value. */
function quoted(whole: string, quote: string, inner: string, offset: number, text: string): string {
  if (/\b(?:selector|locator) $/.test(text.slice(Math.max(0, offset - 10), offset))) return whole;
  if (SPEAKS.test(text.slice(Math.max(0, offset - 20), offset))) return whole;
  if (/^‹path›(?:\/[\w.-]+)?$/.test(inner)) return whole;
  if (inner.startsWith('/') || /^[A-Za-z]:\\/.test(inner)) return `${quote}${shortPath(inner)}${quote}`;
  return isName(inner) ? whole : `${quote}${as('value')}${quote}`;
}

/** Which item of a list it is, as in `items[3].sku` and `items.3.sku`. */
const INDEX = /(?<=\w)(?:\[(?:\d+|‹number›)\]|\.(?:\d+|‹number›)(?=\.[A-Za-z_]))/g;

function isName(text: string): boolean {
  const name = text.replace(INDEX, '');
  if (!/^(?:\.{0,2}\/|@)?[\w./@:$ -]*$/.test(name)) return false;
  const words = name.split(/\s+/);
  if (words.length > 3 || /\s[A-Z]/.test(name)) return false;
  return !/\d/.test(name) || name.split(/[\s.:]+/).every((word) => !/\d/.test(word) || isNameWithDigit(word));
}
