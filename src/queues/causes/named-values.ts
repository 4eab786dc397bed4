import { isOfProgram } from './paths';
import { as } from './placeholders';

/** What the data of a job is about, other than what code is made of (column, field, option, module, type, command). */
const THING =
  '(?:customer|client|user|account|tenant|company|organi[sz]ation|team|member|employee|supplier|vendor|merchant|' +
  'shop|store|order|invoice|payment|refund|subscription|product|item|article|shipment|parcel|booking|reservation|' +
  'ticket|coupon|voucher|contact|address|city|country|currency|language|locale|time ?zone|e-?mail|phone|file|document|attachment|' +
  'image|video|export|report|campaign|newsletter|project|course|device|sensor|vehicle)';
const ITS_NAME = '(?: (?:id|name|code|number|no\\.?))?';

/** Numbers and codes that name a thing: what follows them is one, until the sentence goes on. */
const CODE = '(?:SKU|IBAN|BIC|ISBN|EAN|VAT (?:number|ID)|(?:tracking|serial|account|phone) number)';

/** Who is served: after `for tenant`, and after the first word `Tenant`, comes a name or something of theirs. */
const PARTY = '(?:tenant|customer|merchant|supplier|vendor|company|organi[sz]ation|workspace)';
const OF_A_PARTY =
  '(?:accounts?|data|id|record|name|number|e-?mail|address|services?|api|list|group|orders?|invoices?|type|status|' +
  'balance|limit|quota|key|token|secret|certificate|config\\w*|settings)';

/** A sentence goes on with these after what it is about. */
const VERB =
  "(?:is|are|was|were|has|have|had|does|do|did|not|cannot|can't|could|failed|already|must|expired|exists?|missing|belongs|timed out)";

const PREPOSITION = '(?:of|for|to|from|in|on|at|by|with)';
const WORD = '[^\\s:,;()?!‹›]*[^\\s:,;()?!.‹›]';

const QUOTED = '(?:"[^"]*"|\'[^\']*\'|“[^”]*”)';

/** What was given to something that reads. */
const READ = '(?:geocode|parse|convert|decode|translate|normali[sz]e|interpret)';

type Replacement = string | ((...found: string[]) => string);

/** As databases, V8 and clouds announce a value. */
const OF_LIBRARIES: readonly (readonly [RegExp, Replacement])[] = [
  [/\bDuplicate entry '.*' for key/g, `Duplicate entry ${as('value')} for key`],
  [
    new RegExp(
      `(\\b(?:for value|field's value:|value is|received|input syntax for (?:type )?[\\w ]+:|No such [\\w ]+:)\\s*)(?:'(?:[^']|'')*'|"[^"]*")`,
      'g',
    ),
    `$1${as('value')}`,
  ],
  [/\b(duplicate key value is|Key \([^)]*\)=) ?\([^)]*\)/g, `$1 (${as('value')})`],
  [/\b(Invalid (?:currency code|time zone specified) ?:) .*/g, `$1 ${as('value')}`],
  // Ids of jobs may be anything.
  [/\b(for job) (?!type\b)\S+$/g, `$1 ${as('id')}`],
  [/\b(No such object:) .*/g, `$1 ${as('path')}`],
  [/\b(Path `[^`]*`|: )`[^`]*`( is not a valid enum value)/g, `$1${as('value')}$2`],
  [/\b(infected(?: with|:)) .*/g, `$1 ${as('value')}`],
  [/\bfor user ('[^']*'@'[^']*'|"[^"]*")/g, `for user ${as('value')}`],
];

/** As people write what is wrong with their things. */
const OF_PEOPLE: readonly (readonly [RegExp, Replacement])[] = [
  [new RegExp(`\\b(${THING}${ITS_NAME}:? )(${QUOTED})`, 'gi'), (_, name = '', value = '') => name + quotedThing(value)],
  [new RegExp(`\\b(${READ} )${QUOTED}`, 'gi'), `$1"${as('value')}"`],
  [
    new RegExp(`\\b(${THING}${ITS_NAME} )(?!${PREPOSITION}\\b)(${WORD}(?: ${WORD}){0,4}?)(?= ${VERB}\\b)`, 'gi'),
    (_, name = '', value = '') => name + (isPlainWords(value) || isPlainId(value) ? value : as('value')),
  ],
  [new RegExp(`\\b(${CODE} )(?=[A-Z\\d])${WORD}(?: ${WORD}){0,7}?(?= ${VERB}\\b|[:,;]|$)`, 'g'), `$1${as('value')}`],
  [
    new RegExp(
      `((?:\\b(?:for|of|by|from|to) |^)${PARTY} )(?!(?:${OF_A_PARTY}|${PREPOSITION}|${VERB})\\b)${WORD}(?= ${VERB}\\b|[:,;]|$)`,
      'gi',
    ),
    `$1${as('value')}`,
  ],
  [new RegExp(`${QUOTED}(?= is not an? (?!function|constructor|valid selector))`, 'g'), `"${as('value')}"`],
  [/\b((?:currency|country)(?: code)?:? )[A-Z]{2,3}\b/g, `$1${as('value')}`],
  [
    new RegExp(
      `\\b((?:import|upload|download|export|delivery|\\w+ing|\\w+ion) of )(${WORD}(?: ${WORD}){0,5}?)(?= (?:failed|timed out)\\b)`,
      'gi',
    ),
    (_, what = '', value = '') => what + (isPlainWords(value) ? value : as('value')),
  ],
];

/** `text` without the values that the words before them announce: they are known as values whatever they look like. */
export function withoutNamedValues(text: string): string {
  let without = text;
  for (const [value, replacement] of [...OF_LIBRARIES, ...OF_PEOPLE]) {
    without = without.replace(value, replacement as string);
  }
  return without;
}

/** `total`, `billing address`: what a thing has, where an id holds more than letters. */
function isPlainWords(text: string): boolean {
  return /^[A-Za-z' ]+$/.test(text);
}

/** What is seen to be a number, a uuid or an e-mail address without the words around it. */
function isPlainId(text: string): boolean {
  return /^(?:\d+|[0-9a-f-]{36}|\S+@\S+)$/i.test(text);
}

function quotedThing(value: string): string {
  return isOfProgram(value.slice(1, -1)) ? value : `"${as('value')}"`;
}
