import { MessageChannel, type Worker } from 'node:worker_threads';
import type { BirpcReturn } from 'birpc';
import { connect } from '../connect';
import { Pulse } from '../pulse';
import type { OpenProject, ThreadData } from '../serve';
import type { EditorSide, ThreadProject } from '../thread-project';
import type { ProjectOptions } from '../updates';

/** A project on the linter's thread, to be asked; `$closed` once the thread or the project is no more. */
export type ProjectConnection = BirpcReturn<ThreadProject, EditorSide>;

/** What those are told who still wait for an answer, or ask later; words for a person. */
export function noAnswer(cause?: Error): Error {
  return new Error('The linter stopped before it could answer. Try again.', { cause });
}

/** How a thread ended by itself. */
export interface ThreadEnd {
  /** Stuck where it gave no sign of life while somebody waited for it, and was ended. */
  readonly kind: 'stuck' | 'failed';
  /** The file that it was at; null where it was at none. */
  readonly file: string | null;
  readonly error: Error;
}

/** How long a thread that is asked something may give no sign of life, in ms. */
const PATIENCE = 10_000;

/** Looks at the pulse in that time: time in which the machine sleeps counts as one look. */
const LOOKS = 10;

/**
 * The thread on which the engine parses and lints, so that the extension host, which all extensions share, does not wait
 * for it. Watched while somebody waits for an answer: it may be in a loop that it never leaves.
 */
export class LintThread {
  private readonly pulse = new Pulse();
  private readonly worker: Worker;
  private readonly projects = new Set<ProjectConnection>();
  private hasEnded = false;
  private waiting = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    start: (data: ThreadData) => Worker,
    /** Told once, after all that was waited for was rejected; never after `dispose`. */
    private readonly ended: (end: ThreadEnd) => void,
    private readonly patience = PATIENCE,
  ) {
    this.worker = start({ pulse: this.pulse.buffer });
    const failed = (error: Error): void => this.end('failed', error);
    this.worker.on('error', failed);
    this.worker.on('messageerror', failed);
    this.worker.on('exit', (code) => failed(new Error(`The thread ended with code ${code}.`)));
  }

  open(options: ProjectOptions, editor: EditorSide): ProjectConnection {
    const { port1, port2 } = new MessageChannel();
    this.worker.postMessage({ port: port2, options } satisfies OpenProject, [port2]);
    const project = connect<ThreadProject, EditorSide>(port1, editor, (error) => this.end('failed', error));
    this.projects.add(project);
    return project;
  }

  /** Waits for an answer, and watches the thread meanwhile. */
  async watch<T>(answer: Promise<T>): Promise<T> {
    if (this.waiting++ === 0) this.startWatch();
    try {
      return await answer;
    } finally {
      if (--this.waiting === 0) clearInterval(this.timer);
    }
  }

  dispose(): void {
    this.hasEnded = true;
    this.stop();
  }

  private startWatch(): void {
    let beats = this.pulse.beats;
    let looks = 0;
    this.timer = setInterval(() => {
      // Before its first beat it is starting, which takes what it takes on a busy machine.
      looks = beats > 0 && beats === this.pulse.beats ? looks + 1 : 0;
      beats = this.pulse.beats;
      if (looks < LOOKS) return;
      this.end('stuck', new Error(`The thread gave no sign of life for ${this.patience / 1_000} seconds.`));
    }, this.patience / LOOKS);
  }

  private end(kind: ThreadEnd['kind'], error: Error): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    const { file } = this.pulse;
    this.stop(error);
    this.ended({ kind, file, error });
  }

  private stop(error?: Error): void {
    clearInterval(this.timer);
    for (const project of this.projects) project.$close(noAnswer(error));
    void this.worker.terminate();
  }
}
