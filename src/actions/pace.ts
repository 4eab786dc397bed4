import { count, seconds, span } from '../words';

/** Jobs a second that are offered: the databases and services behind most workers survive the first ones. */
const RATES = [10, 50, 200];

/** Jobs for which it makes a difference: a second's worth of the slowest of these. */
const WORTH_A_PACE = 10;

export function isWorthAPace(jobs: number): boolean {
  return jobs >= WORTH_A_PACE;
}

/** A button of a question. */
export interface PacedAnswer {
  readonly title: string;
  /** So many jobs, at a pace that is to be asked for; absent for as fast as Redis goes. */
  readonly jobsAtPace?: number;
}

/** Each of these answers at a pace, too, where it is about so many jobs. */
export function withPace<T extends PacedAnswer>(answers: readonly T[], jobsOf: (answer: T) => number): T[] {
  return answers.flatMap((answer) => {
    const jobs = jobsOf(answer);
    return isWorthAPace(jobs)
      ? [answer, { ...answer, title: `${answer.title} at a Pace…`, jobsAtPace: jobs }]
      : [answer];
  });
}

export interface PaceChoice {
  readonly label: string;
  readonly description: string;
  /** Jobs a second. */
  readonly rate: number;
}

/** `50 a second`, `about 24 s` */
export function paceChoices(jobs: number): PaceChoice[] {
  return RATES.map((rate) => ({ label: describeRate(rate), description: `about ${timeAtRate(rate, jobs)}`, rate }));
}

/** `50 a second` */
export function describeRate(rate: number): string {
  return `${count(rate)} a second`;
}

/** `24 s`, `3 min`: how long so many jobs take. */
export function timeAtRate(rate: number, jobs: number): string {
  const ms = Math.ceil(jobs / rate) * 1_000;
  return ms < 120_000 ? seconds(ms) : span(ms);
}

/** Jobs a second, of `50/s` or `50`; null of what is none. */
export function parseRate(text: string): number | null {
  const rate = Number(/^(\d+(?:\.\d+)?)(?:\/s)?$/.exec(text.trim())?.[1] ?? NaN);
  return rate > 0 && Number.isFinite(rate) ? rate : null;
}
