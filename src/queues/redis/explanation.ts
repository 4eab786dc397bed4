import { describeEndpoint, type ConnectionSpec } from './endpoint';
import type { ProblemKind } from './problem-kind';

/** What an error means, and what to do next. */
export interface Explained {
  readonly kind: ProblemKind;
  /** Two or three words for a row. */
  readonly summary: string;
  readonly sentence: string;
}

export interface Explanation {
  readonly kind: ProblemKind;
  readonly summary: string;
  readonly sentence: (about: About) => string;
}

/** What a sentence may speak of. */
export interface About {
  readonly spec: ConnectionSpec;
  /** `127.0.0.1:6379` */
  readonly where: string;
  /** `the ACL user bob` */
  readonly user: string;
  /** The error's own words. */
  readonly message: string;
}

export function explained({ kind, summary, sentence }: Explanation, error: Error, spec: ConnectionSpec): Explained {
  const { username } = spec.endpoint;
  const about: About = {
    spec,
    where: describeEndpoint(spec.endpoint),
    user: `the ACL user ${username ?? 'default'}`,
    message: error.message,
  };
  return { kind, summary, sentence: sentence(about) };
}
