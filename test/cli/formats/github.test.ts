import assert from 'node:assert/strict';
import { github } from '../../../src/cli/formats/github';
import type { Message } from '../../../src/cli/report';
import { message, report, repository, rules } from '../support/reports';

function annotation(rest: Partial<Message> = {}, path?: string): string {
  const reports = [report([message(rest)], path ? { path } : {})];
  return github(reports, { repository, rules, colors: false });
}

describe('github', () => {
  it('annotates a line of a file of the repository', () => {
    assert.equal(
      annotation(),
      '::error file=src/mail queue.ts,line=1,endLine=1,col=10,endColumn=15,title=Bull Lens%3A no-such-export' +
        '::Bull has no export `Queue`.\n',
    );
  });

  it('tells warnings as warnings, and information and hints as notices', () => {
    const commands = (['warning', 'information', 'hint'] as const).map((severity) => annotation({ severity }));
    assert.deepEqual(
      commands.map((text) => text.split(' ')[0]),
      ['::warning', '::notice', '::notice'],
    );
  });

  it('gives no columns over several lines, which GitHub refuses', () => {
    assert.match(annotation({ endLine: 3 }), /line=1,endLine=3,title=/);
  });

  it('escapes what would end a property or the message', () => {
    const text = annotation({ message: '100%\r\nsure: a, b' }, `${repository}/a:b,c%.ts`);
    assert.match(text, /file=a%3Ab%2Cc%25\.ts,/);
    assert.match(text, /::100%25%0D%0Asure: a, b\n$/);
  });
});
