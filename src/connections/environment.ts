import { parseRedisUrl, RedisUrlError, withoutPassword, type RedisUrl } from './redis-url';

const VARIABLE = /\$\{env:([^}]*)\}/g;

/** A variable that is not set where VS Code was started. */
export class UnsetVariable extends Error {
  constructor(readonly variable: string) {
    super(`The environment variable ${variable} is not set for VS Code.`);
  }
}

/** Puts environment variables into `${env:NAME}`. @throws Error where one is not set */
export function expandEnvironment(text: string, environment: NodeJS.ProcessEnv = process.env): string {
  return text.replace(VARIABLE, (_, name: string) => {
    if (!/^\w+$/.test(name)) throw new Error('A variable is written ${env:NAME}.');
    const value = environment[name];
    if (value === undefined) throw new UnsetVariable(name);
    return value;
  });
}

/** Reads a URL of the settings, in which `${env:NAME}` may stand. @throws RedisUrlError, or Error where one is not set */
export function readUrl(text: string, environment: NodeJS.ProcessEnv = process.env): RedisUrl {
  if (hasVariable(text)) checkTemplate(text, environment);
  return parseRedisUrl(expandEnvironment(text, environment));
}

/** The URL as it may stand in the settings: no part of a password is in it, only the names of variables. @throws as `readUrl` */
export function urlToKeep(text: string, environment: NodeJS.ProcessEnv = process.env): string {
  if (!hasVariable(text)) return withoutPassword(text);
  checkTemplate(text, environment);
  return text.trim();
}

export function hasVariable(text: string): boolean {
  return text.includes('${env:');
}

/** A variable, as one character that no URL has. */
const MARK = '\ue000';

/** The whole URL, or scheme, user, password, host, port and database; what is written of a password is variables only. */
const template = new RegExp(
  [
    `^${MARK}+(/[\\d${MARK}]*)?$`,
    `^(rediss?|${MARK})://([^:@/?#\\\\\\s]*(:${MARK}*)?@)?(\\[[\\da-f:${MARK}]*\\]|[\\p{L}\\p{N}._${MARK}-]+)(:[\\d${MARK}]+)?(/[\\d${MARK}]*)?$`,
  ].join('|'),
  'iu',
);

function checkTemplate(text: string, environment: NodeJS.ProcessEnv): void {
  const refusal = new RedisUrlError(
    'Beside ${env:…} no password can be kept. Write it as a variable too, such as ${env:REDIS_PASSWORD}, or leave it out, and it is asked for.',
  );
  if (text.includes(MARK) || !template.test(text.trim().replace(VARIABLE, MARK))) throw refusal;
  for (const { index, 1: name = '' } of text.matchAll(VARIABLE)) {
    // With an @ in its value, what is written before it is a user or a password.
    const before = text.slice(0, index).trimStart().replace(VARIABLE, '');
    if (environment[name]?.includes('@') && !/^$|:\/\/$/.test(before)) throw refusal;
  }
}
