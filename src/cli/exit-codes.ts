/** ESLint's exit codes. */
export const exitCodes = { clean: 0, findings: 1, couldNotRun: 2 } as const;
