/** Node's longest timer in ms, 24.8 days; a longer one, and one below 1 ms, fires after 1 ms (lib/internal/timers.js). */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Whether Node runs a timer of so many ms after 1 ms instead. */
export function isNoTimer(ms: number): boolean {
  return ms < 1 || ms > LONGEST_TIMER;
}
