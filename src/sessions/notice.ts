import type { CommandId } from '../contributions';

/** Something that a person should know of a connection. It has a row of its own below the connection until it is withdrawn. */
export interface Notice {
  /** Names what it is about; a newer notice of the same id takes its place. */
  readonly id: string;
  /** A sentence or two: what is so, and what to do next. */
  readonly text: string;
  /** A longer text, for the tooltip of its row. */
  readonly detail?: string;
  /** Two words for the connection's own row. */
  readonly summary?: string;
  readonly severity: 'information' | 'warning';
  /** What helps; a click on the row runs it. */
  readonly command?: CommandId;
}
