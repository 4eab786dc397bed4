/** The lists and sets of a queue that hold jobs, in the order in which people care. */
export const JOB_STATES = ['failed', 'active', 'waiting', 'delayed', 'completed', 'paused', 'priority'] as const;

export type JobState = (typeof JOB_STATES)[number];

/** What else can be said of where a job is. `stuck`: in no list, as Bull calls that. */
export const stateWords = {
  'waiting-children': 'waiting for its children',
  stuck: 'stuck (in no list of the queue)',
  unknown: 'unknown (this Redis does not tell in which list it is)',
} as const;

export function isJobState(state: JobState | keyof typeof stateWords): state is JobState {
  return !(state in stateWords);
}
