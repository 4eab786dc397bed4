/** What can be done to jobs and queues, and what the command is called that does it. */
export const ACTION_TITLES = {
  retry: 'Retry Failed Job',
  retryAll: 'Retry All Failed Jobs',
  retryAsNew: 'Retry as New Job',
  retryEdited: 'Retry With Edited Data',
  add: 'Add Job',
  promote: 'Promote Job',
  discard: 'Discard Job',
  remove: 'Remove Job',
  removeRepeatable: 'Remove Repeatable Job',
  pause: 'Pause Queue',
  resume: 'Resume Queue',
  obliterate: 'Obliterate Queue',
} as const;

export type ActionName = keyof typeof ACTION_TITLES;

export const ACTION_NAMES = Object.keys(ACTION_TITLES) as readonly ActionName[];
