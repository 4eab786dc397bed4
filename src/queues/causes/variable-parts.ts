/** What stands for a part that differs from job to job; a person sees by it what was taken out. */
type Placeholder = 'value' | 'url' | 'e-mail' | 'id' | 'date' | 'duration' | 'number' | 'host' | 'path';

const as = (placeholder: Placeholder): string => `‹${placeholder}›`;

const TLD =
  '(?:com|net|org|io|dev|app|co|ai|cloud|info|biz|eu|uk|de|fr|nl|in|us|me|example|test|local|internal|lan|svc|arpa)';
const OCTETS = '\\d{1,3}(?:\\.\\d{1,3}){3}';
const HOST = `(?:\\[[0-9a-f:.%]+\\]|${OCTETS}|(?<![\\w.-])(?:[\\w-]+\\.)+${TLD}(?![\\w-])|\\blocalhost\\b)`;
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*';
const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*';
const UNIT = '(?:ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?)';

/** Values that a library quotes, after the words that announce them: never what tells one fault from another. */
const ANNOUNCED =
  /(\b(?:Duplicate entry|for value|field's value:|input syntax for (?:type )?[\w ]+:|No such [\w ]+:)\s*)(?:'(?:[^']|'')*'|"[^"]*")/g;

/** Replacements in their order: what is more certain comes first, since each leaves less for the next. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [ANNOUNCED, `$1${as('value')}`],
  [/\b(currency code :) .*/g, `$1 ${as('value')}`],
  [/\b(No such object:) .*/g, `$1 ${as('path')}`],
  [/\b(Path `[^`]*`|: )`[^`]*`( is not a valid enum value)/g, `$1${as('value')}$2`],
  [/\bfor user ('[^']*'@'[^']*'|"[^"]*")/g, `for user ${as('value')}`],
  [/\barn:aws[\w-]*:[^\s"',]+/g, as('id')],
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>)\]]*[^\s"'<>)\].,;:]/gi, as('url')],
  [/<?[\w.+'-]+@[\w-]+(?:\.[\w-]+)+>?/g, as('e-mail')],
  [new RegExp(`\\b(getaddrinfo \\w+) \\S+`, 'g'), `$1 ${as('host')}`],
  [
    new RegExp(
      `\\b${DAY},? (?:${MONTH} \\d{1,2}|\\d{1,2} ${MONTH}),? \\d{4}(?: \\d\\d:\\d\\d:\\d\\d)?(?: (?:GMT|UTC)(?:[+-]\\d{4})?)?(?: \\([^)]*\\))?`,
      'g',
    ),
    as('date'),
  ],
  [/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?/g, as('date')],
  [/(?<![\d.])\d{1,2}([./])\d{1,2}\1(?:\d{4}|\d\d)\b(?!\.\d)/g, as('date')],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, as('id')],
  [new RegExp(`\`?${HOST}\`?(?::\`?\\d+\`?)?(?![\\w-]*\\()`, 'gi'), as('host')],
  [/(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?::\d+)?(?![\w:])/gi, as('host')],
  [/\b[\w-]+:\d{2,5}\b/g, as('host')],
  [/\b(\w+)=("[^"]*"|'[^']*'|[^\s,;\])]+)/g, `$1=${as('value')}`],
];

/** What stands before a number that tells one fault from another: a status, an exit code, gRPC's or SMTP's code. */
const BEFORE_TELLING_NUMBER =
  /(?:^|\b(?:status(?: code)?|code|HTTP(?:\/\d(?:\.\d)?)?|answered|responded(?: with)?|returned|errno|rejected:|\d{3})[ :=(-]*)$/i;
const TELLING_NUMBER = /^(?:\d{1,3}|\d\.\d\.\d{1,2}|\d{3}-\d\.\d\.\d{1,2})$/;

/** Codes of errors: `P2002`, `E11000`, `ORA-00001`, `SQLSTATE[42P01]`. */
const CODE = /^(?:[A-Z]{1,5}\d{4,5}|(?:ORA|TNS|CVE|SQL)-\d+|\d\d[A-Z]\d\d)$/;

/** Words that end or begin with a digit and are names: `sha256`, `utf8`, `gpt-4o`, `index email_1`, `s3:GetObject`. */
const NAME_WITH_DIGIT =
  /^(?:[a-z]{2,}\d{1,3}|[a-z]\d|[a-z]+_1|gpt-[\w.-]+|claude-[\w.-]+|[a-z]+\d?\.(?:so|js|ts|mjs|cjs|node)|x86_64|lib\w+)$/i;

const DURATION = new RegExp(`(?<![\\w.‹])\\d+(?:[.,]\\d+)* ?${UNIT}(?![\\w])`, 'g');

/** `line` without what differs from job to job, and with a placeholder for each such part. */
export function withoutVariableParts(line: string): string {
  let text = line;
  for (const [pattern, placeholder] of PARTS) text = text.replace(pattern, placeholder);
  text = text.replace(/(?<!\w)(["'`])((?:(?!\1).|(?<=\w)\1(?=\w))*)\1(?!\w)/g, quoted);
  text = text.replace(/(?<![\w‹›/.])(?:[A-Za-z]:)?(?:\/[\w.@%+~-]+){2,}\/?/g, path);
  return withoutNumbers(text).replace(/‹number›(?:[ ,]+‹number›)+/g, as('number'));
}

/** Quoted text stays where it is a name; what holds a digit, a path, a placeholder or many words is a value. */
function quoted(whole: string, quote: string, inner: string): string {
  if (inner.startsWith('/') || /^[A-Za-z]:\\/.test(inner)) return `${quote}${path(inner)}${quote}`;
  const isName = /^(?:\.{0,2}\/|@)?[\w./@: -]*$/.test(inner) && inner.split(/\s+/).length <= 3;
  if (
    isName &&
    (!/\d/.test(inner) || inner.split(/[\s.:]+/).every((word) => !/\d/.test(word) || NAME_WITH_DIGIT.test(word)))
  )
    return whole;
  return `${quote}${as('value')}${quote}`;
}

/** A path without its root; without its file too, where that is named after a job. */
function path(whole: string): string {
  const file = whole.split(/[/\\]/).at(-1) ?? '';
  return /\d|\s|‹/.test(file) || /^[0-9a-f]{6,}/.test(file) || file === '' ? as('path') : `${as('path')}/${file}`;
}

function withoutNumbers(text: string): string {
  return text
    .replace(DURATION, as('duration'))
    .replace(
      /(?<![\w‹])(?:[+-]|[A-Za-z]+-(?=[\w*-]*\d))?[\w*]*\d[\w*]*(?:[.,:'’/-][\w*]*\d[\w*]*)*/g,
      (word: string, offset: number) => {
        if (TELLING_NUMBER.test(word) && BEFORE_TELLING_NUMBER.test(text.slice(0, offset))) return word;
        if (CODE.test(word) || NAME_WITH_DIGIT.test(word)) return word;
        return /^[+-]?[\d.,'’]+$/.test(word) ? as('number') : as('id');
      },
    );
}
