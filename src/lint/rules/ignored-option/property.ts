import type { PropertyValue } from '../../evaluation/value';
import type { OptionsHolder } from './names';

/** A property of the options that Bull has no such name for, there or anywhere. */
export interface Property {
  readonly place: OptionsHolder;
  readonly name: string;
  readonly value: PropertyValue;
}
