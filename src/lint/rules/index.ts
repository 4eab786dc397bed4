import type { Rule } from '../rule';
import { noSuchExport } from './no-such-export';

/** Every rule, by id. */
export const rules: readonly Rule[] = [noSuchExport];
