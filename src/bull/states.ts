/** The lists and sets of a queue that hold jobs, in the order in which people care. */
export const JOB_STATES = ['failed', 'active', 'waiting', 'delayed', 'completed', 'paused', 'priority'] as const;

export type JobState = (typeof JOB_STATES)[number];
