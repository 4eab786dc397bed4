import type { KnownCause } from './known-cause';

/** Texts: axios lib/core/settle.js, got, undici, OpenAI and AWS. */
export const serviceCauses: readonly KnownCause[] = [
  {
    id: 'fetch-failed',
    title: 'Fetch failed',
    pattern: /^(?:TypeError: )?fetch failed$/,
    explanation: "fetch found no connection, and keeps the reason in the error's cause, which Bull does not store.",
    alreadyFinished: false,
    retrySafe: null,
    note: 'the reason is lost: see the code',
    before: null,
  },
  {
    id: 'rate-limited',
    title: 'Rate limited',
    pattern:
      /status code 429\b|^429 (?!You exceeded)|Too Many Requests|\brate.?limit (?:reached|exceeded)|ThrottlingException|Rate exceeded/i,
    explanation: 'The service refused the request because too many came in a short time.',
    alreadyFinished: false,
    retrySafe: null,
    note: 'asked too often: retry slowly',
    before: 'Wait until the limit is free again, and retry at a rate below it.',
  },
  {
    id: 'quota-exceeded',
    title: 'Quota used up',
    pattern: /exceeded your current quota|insufficient_quota|QuotaExceeded|quota exceeded/i,
    explanation: 'The account has used up what it may use of the service.',
    alreadyFinished: false,
    retrySafe: null,
    note: 'do not retry yet: the quota is used up',
    before: 'Raise the quota, or pay the bill.',
  },
  {
    id: 'http-server-error',
    title: 'Server error',
    pattern:
      /status code 5\d\d\b|^(?:Response code )?5\d\d (?:\(|Internal|Bad Gateway|Service|Gateway)|\bServiceUnavailable\b/,
    explanation: 'The service answered that it had failed itself.',
    alreadyFinished: false,
    retrySafe: null,
    note: 'the service failed',
    before: 'See that the service is well again.',
  },
  {
    id: 'http-client-error',
    title: 'Request refused',
    pattern: /status code 4\d\d\b|^(?:Response code )?4(?!29)\d\d (?:\(|Bad Request|Unauthorized|Forbidden|Not Found)/,
    explanation: 'The service refused the request as it is: its address, its data, or who asks.',
    alreadyFinished: false,
    retrySafe: null,
    note: 'do not retry yet: the request is refused',
    before: 'Mend the request or its credentials: the same request is refused again.',
  },
  {
    id: 'http-timeout',
    title: 'Request timed out',
    pattern: /^timeout of \d+ ?ms exceeded|^(?:The|This) operation was aborted due to timeout$|^Request timed out\.?$/,
    explanation: 'The service did not answer within the time limit of the request.',
    alreadyFinished: false,
    retrySafe: null,
    note: 'no answer in time',
    before: null,
  },
];
