import * as parts from './typescript-parts';

// The only file that imports the parser as a value: 1 MB, so it must stay behind `await import('../lint')`.
export const ts = { ...parts };
