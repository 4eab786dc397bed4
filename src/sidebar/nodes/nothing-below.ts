import type { ConnectionFolder } from './folders';
import { icons } from './icons';
import { MessageNode } from './message-node';

/** Why a connection shows no queue. */
export function nothingBelow(node: ConnectionFolder): MessageNode {
  const { session } = node;
  const { monitor, status, entry } = session;
  const warning = (text: string) => new MessageNode(node, text, { icon: icons.warning() });
  const busy = (text: string) => new MessageNode(node, text, { icon: icons.busy() });
  if (entry.problem !== undefined) return warning(entry.problem);
  if (session.isDisconnected) return new MessageNode(node, 'Disconnected');
  if (status.state === 'failed' || status.state === 'reconnecting') return warning(status.problem.message);
  const trouble = monitor?.searchProblem ?? session.refreshProblem;
  if (trouble) return warning(trouble.message);
  if (monitor?.isComplete && !monitor.isSearching) {
    return new MessageNode(node, `No queues under the prefix ${entry.spec.prefixes.join(' or ')}`);
  }
  if (status.state !== 'ready') return busy('Connecting…');
  if (monitor?.isSearching) return busy('Searching for queues…');
  return new MessageNode(node, 'No queue was found before the search was stopped');
}
