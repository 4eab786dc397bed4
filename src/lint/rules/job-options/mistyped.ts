import { isNeverGiven, isNotGiven, numberIn, option, truthiness } from '../../evaluation/inspect-value';
import type { SingleValue } from '../../evaluation/value';

/** Text for sure, also that of an environment variable. */
export function isText(value: SingleValue): boolean {
  if (value.kind === 'unknown') return value.type === 'string' || (value.env !== undefined && value.type === undefined);
  return value.kind === 'text' || isKnownText(value);
}

export function isKnownText(value: SingleValue): boolean {
  return value.kind === 'literal' && typeof value.value === 'string';
}

/** Text that no reading makes a number of: letters that are in none. */
export function isNoNumber(value: SingleValue): boolean {
  if (value.kind === 'literal') return typeof value.value === 'string' && Number.isNaN(Number(value.value));
  return value.kind === 'text' && value.parts.some((part) => part !== null && /[a-df-z]/i.test(part));
}

/** Undefined where it is not known. */
export function beginningOf(value: SingleValue): string | undefined {
  if (value.kind === 'text') return value.parts[0] ?? undefined;
  return value.kind === 'literal' ? String(value.value) : undefined;
}

export function isOneOf(...texts: readonly string[]): (value: SingleValue) => boolean {
  return (value) => value.kind === 'literal' && texts.includes(String(value.value)) && isKnownText(value);
}

export function isTrue(value: SingleValue): boolean {
  return value.kind === 'literal' && value.value === true;
}

export function isBoolean(value: SingleValue): boolean {
  return value.kind === 'literal' && typeof value.value === 'boolean';
}

export function isSomething(value: SingleValue): boolean {
  return truthiness(value) === true;
}

export function hasNoType(value: SingleValue): boolean {
  return value.kind === 'object' && isNeverGiven(option(value, 'type'));
}

export function isNoWholeNumber(value: SingleValue): boolean {
  const number = numberIn(value)?.value;
  return number !== undefined && (number < 1 || !Number.isInteger(number));
}

export function isMoreThanOne(value: SingleValue): boolean {
  return (numberIn(value)?.value ?? 0) > 1;
}

export function isNoDelay(value: SingleValue): boolean {
  return isNotGiven(value) || numberIn(value)?.value === 0;
}

export function isMoreThanZero(value: SingleValue): boolean {
  return (numberIn(value)?.value ?? 0) > 0;
}
