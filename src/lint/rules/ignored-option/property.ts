import type { PropertyValue } from '../../evaluation/value';
import type { Place } from './names';

/** A property of the options that Bull has no such name for, there or anywhere. */
export interface Property {
  readonly place: Place;
  readonly name: string;
  readonly value: PropertyValue;
}
