import type { Format } from './format';
import { github } from './github';
import { json } from './json';
import { sarif } from './sarif';
import { stylish } from './stylish';

export const formats = { stylish, json, sarif, github } satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;
