// The linter's thread: takes one port for each project that the editor opens.
import { parentPort, type MessagePort } from 'node:worker_threads';
import { connect } from './connect';
import { ThreadProject, type EditorSide } from './thread-project';

parentPort?.on('message', (port: MessagePort) => {
  const project: ThreadProject = new ThreadProject({ load: (missing) => editor.load(missing) });
  const editor = connect<EditorSide, ThreadProject>(port, project);
});
