import { as } from './placeholders';

/** What stands before a number that tells one fault from another: a status, an exit code, gRPC's or SMTP's code, a column's length. */
const BEFORE_TELLING_NUMBER =
  /(?:^(?:\(#)?|\b(?:status(?: ?code)?"?|code"?|HTTP(?:\/\d(?:\.\d)?)?|answered|responded(?: with)?|returned|errno|rejected:|failed with)[ :=(-]*|\b(?:varying|varchar|char|numeric|decimal)\()$/i;
/** What stands after a status that nothing announces: its words, as in `404 Not Found`, `406 (PRECONDITION-FAILED)`, `451 4.7.1`. */
const AFTER_STATUS =
  /^ (?:[245]\.\d\.\d|\([A-Z][A-Z_-]{3,}\)|\(?(?:Bad Request|Unauthorized|Payment Required|Forbidden|Not Found|Method Not|Conflict|Gone|Payload|Unprocessable|Too Many Requests|Internal Server|Not Implemented|Bad Gateway|Service Un|Gateway Time))/;
/** What stands before the second part of SMTP's code: `550 5.1.1`. */
const BEFORE_ENHANCED_CODE = /\b[245]\d\d[ -]$/;
const STATUS = /^\d{1,3}$/;
const ERROR_STATUS = /^[45]\d\d$/;
const ENHANCED_CODE = /^(?:[245]\d\d-)?[245]\.\d\.\d{1,2}$/;

/** Codes of errors: `P2002`, `E11000`, `ORA-00001`, `SQLSTATE[42P01]`. */
const CODE = /^(?:[A-Z]{1,5}\d{4,5}|(?:ORA|TNS|PLS|NJS|DPI|CVE|SQL)-\d+|\d\d[A-Z]\d\d)$/;

/**
 * Words that hold a digit and are names: `sha256`, `utf8`, `gpt-4o`, `index email_1`, `s3:GetObject`, `S3_BUCKET`, and
 * what TypeORM calls its constraints.
 */
const NAME_WITH_DIGIT =
  /^(?:[a-z]{2,}\d{1,3}|[a-z]\d|[a-z]+_1|gpt-[\w.-]+|claude-[\w.-]+|[a-z]+\d?\.(?:so|js|ts|mjs|cjs|node)|x86_64|lib\w+|(?:PK|FK|UQ|IDX|CHK|REL|DF)_[0-9a-f]{16,}|(?:[A-Z]+\d?_)+[A-Z]+\d?)$/i;

const UNIT = '(?:ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)';
const CURRENCY = '(?:USD|EUR|GBP|CHF|JPY|PLN|SEK|NOK|DKK|CZK|CAD|AUD|INR|BRL|CNY)';
const DECIMAL = "\\d+(?:[.,’']\\d+)*";

/** Quantities with what they are measured in. */
const QUANTITIES: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`(?<![\\w.‹])${DECIMAL} ?${UNIT}(?: ?${DECIMAL} ?${UNIT})*(?!\\w)`, 'g'), as('duration')],
  [new RegExp(`(?<![\\w.‹])${DECIMAL} ?(?:[KMGT]i?B|kB|kb|mb|gb|bytes?)(?!\\w)`, 'g'), as('size')],
  [new RegExp(`[-+−]?[$€£¥₹] ?${DECIMAL}(?: ?${CURRENCY}\\b)?`, 'gi'), as('amount')],
  [new RegExp(`(?<![\\w.‹])[-+−]?${DECIMAL} ?(?:[€£¥₹]|\\$(?![\\w{])|${CURRENCY}\\b)`, 'gi'), as('amount')],
  [/(?<![\w.,‹])\d{1,3}(?: \d{3})+(?![\w.,])/g, as('number')],
];

/** Whether a word that holds a digit is a name of the program's, or a code. */
export function isNameWithDigit(word: string): boolean {
  return NAME_WITH_DIGIT.test(word);
}

/** `text` without its numbers, and without the ids that hold one; what tells one fault from another stays. */
export function withoutNumbers(text: string): string {
  let without = text;
  for (const [quantity, placeholder] of QUANTITIES) without = without.replace(quantity, placeholder);
  return without
    .replace(
      /(?<![\w‹]|›:)(?:[+−-]|[A-Za-z]+-(?=[\w*-]*\d))?[\w*]*\d[\w*]*(?:[.,:'’/-][\w*]*\d[\w*]*)*(?:-[A-Z]{1,3}\b)?/g,
      (word: string, offset: number, whole: string) => {
        const before = whole.slice(Math.max(0, offset - 40), offset);
        if (STATUS.test(word) && BEFORE_TELLING_NUMBER.test(before)) return word;
        if (ERROR_STATUS.test(word) && AFTER_STATUS.test(whole.slice(offset + word.length, offset + 40))) return word;
        if (ENHANCED_CODE.test(word) && (word.includes('-') || BEFORE_ENHANCED_CODE.test(before))) return word;
        if (CODE.test(word) || NAME_WITH_DIGIT.test(word)) return word;
        return /^[+−-]?[\d.,'’]+$/.test(word) ? as('number') : as('id');
      },
    )
    .replace(/‹number›(?:[ ,]+‹number›)+/g, as('number'));
}
