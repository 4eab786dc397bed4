import type { MessagePort } from 'node:worker_threads';
import type { Rule } from '../lint';
import { connect } from './connect';
import { Pulse } from './pulse';
import { ThreadProject, type EditorSide } from './thread-project';
import type { ProjectOptions } from './updates';

/** How often an idle thread shows that it lives, in ms; far less than the patience of who watches it. */
const BEAT = 500;

/** What the thread is started with. */
export interface ThreadData {
  readonly pulse: SharedArrayBuffer;
}

/** Opens a project, to be asked through `port`. */
export interface OpenProject {
  readonly port: MessagePort;
  readonly options: ProjectOptions;
}

/** The thread's side: opens projects as they are asked for at `parent`, until the thread is terminated. */
export function serve(parent: MessagePort, { pulse }: ThreadData, rules: readonly Rule[]): void {
  const shared = new Pulse(pulse);
  shared.beat();
  setInterval(() => shared.beat(), BEAT).unref();
  parent.on('message', (project: OpenProject) => openProject(project, rules, shared));
}

/** Answers what is asked through the port until that is closed. */
export function openProject({ port, options }: OpenProject, rules: readonly Rule[], pulse: Pulse): void {
  const project: ThreadProject = new ThreadProject(
    options,
    {
      load: (missing) => editor.load(missing),
      changed: (state) => void editor.changed.asEvent(state).catch(unheard),
      log: (level, text) => void editor.log.asEvent(level, text).catch(unheard),
    },
    rules,
    pulse,
  );
  const editor = connect<EditorSide, ThreadProject>(port, project, (error) => {
    throw error; // Ends the thread, and so all that waits; the editor starts another.
  });
  port.on('close', () => project.close());
}

/** The editor has closed the project: there is nobody to tell. */
function unheard(): void {}
