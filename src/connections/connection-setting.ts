import type { ConnectionSetting, TlsSetting } from '../contributions';
import { isRecord, kindOf } from '../setting-shapes';

/** An entry of the connections in the settings: understood, or with what is wrong with it, in a sentence. */
export type ConnectionReading =
  | { readonly setting: ConnectionSetting; readonly problem?: undefined }
  | { readonly setting?: undefined; readonly problem: string };

export type NamedReading = {
  /** Unique: a second connection of a name is called `name (2)`. */
  readonly name: string;
} & ConnectionReading;

/** Reads a list of connections; what is none is one connection that says so. Their names are added to those in use. */
export function readConnections(written: unknown, names = new Set<string>()): NamedReading[] {
  const named = (name: string, reading: ConnectionReading): NamedReading => {
    const unique = uniqueName(name, names);
    names.add(unique);
    return { name: unique, ...reading };
  };
  if (written === undefined || written === null) return [];
  if (Array.isArray(written)) {
    return written.map((value: unknown, index) => named(nameOf(value, index), readConnectionSetting(value)));
  }
  const problem = `bullLens.connections is ${kindOf(written)}, where it has to be a list: [{ "name": …, "url": … }].`;
  return [named('connections', { problem })];
}

/** `name`, or `name (2)` where that is taken. */
export function uniqueName(name: string, taken: ReadonlySet<string>): string {
  let unique = name;
  for (let i = 2; taken.has(unique); i++) unique = `${name} (${i})`;
  return unique;
}

/** Reads what a person has written. The sentences say what kind of thing stands there, never the thing itself. */
export function readConnectionSetting(value: unknown): ConnectionReading {
  if (!isRecord(value)) return { problem: `A connection is { "name": …, "url": … }, and here it is ${kindOf(value)}.` };
  const problem = fields
    .filter(({ field, isOptional }) => !(isOptional && value[field] === undefined))
    .find(({ field, isRight }) => !isRight(value[field]));
  if (problem)
    return { problem: `${problem.field} is ${kindOf(value[problem.field])}, where it has to be ${problem.expected}.` };
  return tlsProblem(value.tls) ?? { setting: value as unknown as ConnectionSetting };
}

/** How it is called in the tree: by its name, if it has one. */
export function nameOf(value: unknown, index: number): string {
  const name = isRecord(value) && typeof value.name === 'string' ? value.name.trim() : '';
  return name === '' ? `connection ${index + 1}` : name;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

const fields: readonly {
  readonly field: Exclude<keyof ConnectionSetting, 'tls'>;
  readonly isOptional?: true;
  readonly isRight: (value: unknown) => boolean;
  readonly expected: string;
}[] = [
  { field: 'name', isRight: isText, expected: 'a text' },
  { field: 'url', isRight: isText, expected: 'a text that starts with redis:// or rediss://' },
  {
    field: 'prefix',
    isOptional: true,
    isRight: (value) => isText(value) || (isTexts(value) && (value as string[]).length > 0),
    expected: 'a text, or a list of texts',
  },
  { field: 'queues', isOptional: true, isRight: isTexts, expected: 'a list of texts' },
  { field: 'readOnly', isOptional: true, isRight: (value) => typeof value === 'boolean', expected: 'true or false' },
];

const tlsFields: readonly (keyof TlsSetting)[] = ['ca', 'cert', 'key', 'servername'];

function tlsProblem(tls: unknown): { readonly problem: string } | null {
  if (tls === undefined) return null;
  if (!isRecord(tls))
    return { problem: `tls is ${kindOf(tls)}, where it has to be an object such as { "ca": "ca.pem" }.` };
  const wrong = tlsFields.find((field) => tls[field] !== undefined && !isText(tls[field]));
  if (wrong) return { problem: `tls.${wrong} is ${kindOf(tls[wrong])}, where it has to be a text.` };
  if ((tls.cert === undefined) !== (tls.key === undefined)) {
    return { problem: 'tls.cert and tls.key belong together: one of them is missing.' };
  }
  return null;
}
