import assert from 'node:assert/strict';
import { textsAfter } from '../../src/lint';
import { LineStarts } from '../../src/lint/files/line-starts';
import { fixesAt, type FixedFiles, type Place } from '../../src/lint-thread/answers';
import { digest } from '../../src/lint-thread/digest';
import { newStopFlag, stop } from '../../src/lint-thread/stop-flag';
import { Folder } from '../support/folder';
import { waitFor } from '../support/wait-for';
import { Editor, inProcess, listening } from './support/editor';

const PACKAGE = '{ "dependencies": { "bull": "^4.16.5" } }\n';
const WRONG = 'limiter: { max: 10, duration: 5000, bounceBack: true }';
const RIGHT = 'limiter: { max: 10, duration: 5000 }';
const FOUND = ['limiter-bounce-back'];
const queue = (name: string, options: string): string =>
  `import Bull from 'bull';\nexport const ${name} = new Bull('${name}', { ${options} });\n`;

describe('a project on the linter thread', () => {
  const opened: Editor[] = [];

  afterEach(() => opened.splice(0).forEach(({ project }) => project.close()));

  function editorOf(...args: ConstructorParameters<typeof Editor>): Editor {
    const editor = new Editor(...args);
    opened.push(editor);
    return editor;
  }

  /** 60 files with a queue each, every one with something to fix. */
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`/app/queue${i}.ts`, queue('mail', WRONG)]));

  describe('an answer', () => {
    it('is of the text as it is, when two ask at once and a person types between them', async () => {
      const editor = editorOf({ '/app/package.json': PACKAGE });
      editor.open('/app/mail.ts', queue('mail', WRONG));
      const first = editor.rules('/app/mail.ts');
      editor.type('/app/mail.ts', queue('mail', RIGHT));
      const second = editor.rules('/app/mail.ts');
      assert.deepEqual(await Promise.all([first, second]), [[], []]);
      editor.type('/app/mail.ts', queue('mail', WRONG));
      assert.deepEqual(await editor.rules('/app/mail.ts'), FOUND);
    });

    it('is not given while its text keeps changing, and the question is not asked for ever', async () => {
      const editor = editorOf({ '/app/package.json': PACKAGE });
      let typed = 0;
      editor.open('/app/mail.ts', queue('mail', WRONG));
      // Each lint reads the settings when it tells the thread what is new: somebody types right after that.
      editor.onTold = () => editor.type('/app/mail.ts', queue(`mail${typed++}`, WRONG));
      assert.equal(await editor.rules('/app/mail.ts'), null);
      editor.onTold = () => undefined;
      assert.deepEqual(await editor.rules('/app/mail.ts'), FOUND);
    });

    it('is given although another document changed', async () => {
      const editor = editorOf({ '/app/package.json': PACKAGE });
      editor.open('/app/mail.ts', queue('mail', WRONG));
      editor.open('/app/notes.md', '');
      editor.onTold = () => editor.type('/app/notes.md', 'typed');
      assert.deepEqual(await editor.rules('/app/mail.ts'), FOUND);
    });

    it('says where there may be something to fix: elsewhere there is nothing', async () => {
      const editor = editorOf({ '/app/package.json': PACKAGE });
      const text = `${queue('mail', WRONG)}mail.add({});\nwork(new Bull('sms'));\n`;
      editor.open('/app/mail.ts', text);
      const { fixable } = (await editor.project.lint('/app/mail.ts', editor.none))!;
      const lines = new LineStarts(text);
      const offset = (place: Place): number => lines.offset(place);
      const touched = Array.from(text, (_, at) => at).filter((at) =>
        fixable.some(({ start, end }) => offset(start) <= at && at <= offset(end)),
      );
      const fixed: number[] = [];
      for (let at = 0; at < text.length; at++) {
        const [start] = lines.places({ start: at, end: at });
        const fixes = await editor.project.fixes('/app/mail.ts', { start, end: start }, editor.none);
        if (fixes && fixesAt(fixes).length > 0) fixed.push(at);
      }
      assert.deepEqual(touched, fixed);
      assert.ok(fixed.length > 0 && fixed.length < text.length);
    });

    it('costs one message where the thread knows the texts and settings already', async () => {
      const calls: string[] = [];
      const editor = editorOf({ '/app/package.json': PACKAGE }, { thread: listening(inProcess(), calls) });
      editor.open('/app/mail.ts', queue('mail', WRONG));
      const ask = async (): Promise<readonly string[]> => {
        calls.length = 0;
        await editor.rules('/app/mail.ts');
        return calls;
      };
      await ask();
      assert.deepEqual(await ask(), ['lint']);
      editor.type('/app/mail.ts', queue('mail', RIGHT));
      assert.deepEqual(await ask(), ['update', 'lint']);
      editor.severities = {};
      assert.deepEqual(await ask(), ['update', 'lint']);
      assert.deepEqual(await ask(), ['lint']);
    });

    it('is not worked out once it was stopped', async () => {
      const editor = editorOf({ '/app/package.json': PACKAGE, ...many });
      const flag = newStopFlag();
      const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 90 } };
      const answers = Promise.all([
        editor.project.lint('/app/queue1.ts', flag),
        editor.project.fixes('/app/queue1.ts', range, flag),
        editor.project.about('/app/queue1.ts', range.start, flag),
        editor.project.fixAll(Object.keys(many), flag),
      ]);
      stop(flag);
      assert.deepEqual(await answers, [null, null, null, null]);
    });

    it('never comes once the project is closed: who waits is told', async () => {
      const editor = editorOf({ '/app/package.json': PACKAGE, ...many });
      const answers = [editor.project.bullPaths(), editor.rules('/app/queue1.ts')];
      editor.project.close();
      for (const answer of answers) await assert.rejects(answer, /^Error: The linter stopped before it could answer/);
      await assert.rejects(editor.rules('/app/queue1.ts'), /^Error: The linter stopped before it could answer/);
      assert.ok(editor.project.isClosed);
      assert.deepEqual(editor.logged, []);
    });
  });

  describe('of a folder inside a repository', () => {
    const files = {
      '/shop/.git/HEAD': '',
      '/shop/.gitignore': 'generated\n',
      '/shop/package.json': '{ "private": true, "workspaces": ["*"] }',
      '/shop/queues/package.json': '{ "name": "queues", "main": "index.ts", "dependencies": { "bull": "^4.16.5" } }\n',
      '/shop/queues/index.ts': `${queue('mail', WRONG)}${queue('sms', '').split('\n')[1]}\n`,
      '/shop/worker/package.json': '{ "main": "main.ts", "dependencies": { "queues": "*" } }',
      '/shop/worker/main.ts': `import { mail, sms } from 'queues';\nmail.process(async () => {});\nsms.add({});\n`,
    };
    const said = async (editor: Editor, path: string) =>
      (await editor.project.lint(path, editor.none))?.findings.map(({ message }) => message);
    const SUM = /A process of `worker\/main\.ts` loads 2 queues: 4 connections, 3 when they share/;

    it('says the same as with the whole repository open', async () => {
      const [part, whole] = ['/shop/queues', '/shop'].map((folder) => editorOf(files, { folder }));
      for (const editor of [part!, whole!]) {
        editor.severities = {};
        await editor.project.bullPaths();
      }
      const messages = (await said(part!, '/shop/queues/index.ts')) ?? [];
      assert.match(messages.join('\n'), SUM);
      assert.deepEqual(messages, await said(whole!, '/shop/queues/index.ts'));
    });

    it('keeps that true when a file outside changes', async () => {
      const editor = editorOf(files, { folder: '/shop/queues' });
      editor.severities = {};
      await editor.project.bullPaths();
      assert.equal(editor.state.repository, '/shop');
      editor.write({ '/shop/worker/main.ts': `import { mail, sms } from 'queues';\nmail.add({});\nsms.add({});\n` });
      await editor.project.bullPaths();
      const messages = (await said(editor, '/shop/queues/index.ts')) ?? [];
      assert.match(messages.join('\n'), /`worker\/main\.ts` loads 2 queues: 2 connections, 1 when they share/);
    });

    it('counts and tells only what is of the folder', async () => {
      const more = { ...files, '/shop/worker/own.ts': queue('own', '') };
      const editor = editorOf(more, { folder: '/shop/queues' });
      assert.equal(await editor.project.sourceCount([]), 1);
      const index = await editor.project.queues(editor.none);
      assert.deepEqual(new Set(index?.queues.map(({ file }) => file)), new Set(['/shop/queues/index.ts']));
    });

    it('is linted also where the repository leaves it out', async () => {
      const editor = editorOf(
        { ...files, '/shop/generated/mail.ts': queue('made', WRONG) },
        { folder: '/shop/generated' },
      );
      assert.equal(await editor.project.sourceCount([]), 1);
      assert.deepEqual(await editor.rules('/shop/generated/mail.ts'), FOUND);
    });
  });

  describe('the queues in code', () => {
    const files = {
      '/app/package.json': PACKAGE,
      '/app/mail.ts': queue('mail', WRONG),
      '/app/worker.ts': `import { mail } from './mail';\nmail.process('send', async () => {});\n`,
      '/app/other.ts': 'export const other = 1;\n',
    };
    const named = async (editor: Editor) =>
      (await editor.project.queues(editor.none))?.queues.map(({ names }) => names.map((name) => name.join('?')));

    it('are told with their places, what the rules say of them, and the texts that this is true of', async () => {
      const editor = editorOf(files);
      const { queues, digests } = (await editor.project.queues(editor.none)) ?? assert.fail();
      const [mail, ...others] = queues;
      assert.deepEqual(others, []);
      assert.equal(mail?.file, '/app/mail.ts');
      assert.deepEqual(mail.range.start, { line: 1, character: 20 });
      assert.deepEqual([mail.prefixes, mail.names], [[['bull']], [['mail']]]);
      assert.deepEqual(
        mail.findings.map(({ rule }) => rule),
        FOUND,
      );
      assert.deepEqual(mail.processors, [
        {
          file: '/app/worker.ts',
          range: { start: { line: 1, character: 21 }, end: { line: 1, character: 35 } },
          jobs: [['send']],
          queues: [['mail']],
        },
      ]);
      assert.deepEqual(
        [...digests],
        ['/app/mail.ts', '/app/worker.ts'].map((path) => [path, digest(editor.text(path))]),
      );
    });

    it('are told with what is wrong with them elsewhere: in options that they share', async () => {
      const editor = editorOf({
        '/app/package.json': PACKAGE,
        '/app/mail.ts': `import Bull from 'bull';\nconst options = { ${WRONG} };\nexport const mail = new Bull('mail', options);\nexport const sms = new Bull('sms', options);\n`,
      });
      const { queues } = (await editor.project.queues(editor.none)) ?? assert.fail();
      assert.deepEqual(
        queues.map(({ names, findings }) => [names, findings.map(({ rule, range }) => [rule, range.start.line])]),
        [
          [[['mail']], FOUND.map((rule) => [rule, 1])],
          [[['sms']], FOUND.map((rule) => [rule, 1])],
        ],
      );
    });

    it('are those of the texts as they are, typed or on disk', async () => {
      const editor = editorOf(files);
      assert.deepEqual(await named(editor), [['mail']]);
      editor.open('/app/mail.ts', queue('post', WRONG));
      assert.deepEqual(await named(editor), [['post']]);
      editor.write({ '/app/sms.ts': queue('sms', RIGHT) });
      assert.deepEqual(await named(editor), [['post'], ['sms']]);
      editor.closeDocument('/app/mail.ts');
      editor.write({ '/app/mail.ts': null });
      assert.deepEqual(await named(editor), [['sms']]);
    });

    it('are none where no file has to do with Bull', async () => {
      const editor = editorOf({ '/app/main.ts': 'export {};\n' });
      assert.deepEqual(await editor.project.queues(editor.none), { queues: [], processes: [], digests: new Map() });
    });

    it('are not looked for any more once that was stopped', async () => {
      const editor = editorOf({ '/app/package.json': PACKAGE, ...many });
      const flag = newStopFlag();
      const answer = editor.project.queues(flag);
      stop(flag);
      assert.equal(await answer, null);
    });
  });

  describe('fixing all', () => {
    /** What is in the editor once the edits are applied, each to the text that it is for. */
    function applied(editor: Editor, { edits, newFiles, bases }: FixedFiles): ReadonlyMap<string, string> {
      const read = (path: string): string => editor.text(path);
      for (const [path, base] of bases) assert.equal(digest(read(path)), base, `the edits are for another ${path}`);
      const offsets = edits.map(({ file, range, newText }) => {
        const lines = new LineStarts(read(file));
        return { file, start: lines.offset(range.start), end: lines.offset(range.end), newText };
      });
      return textsAfter([{ title: '', isPreferred: true, edits: offsets, newFiles }], read);
    }

    it('leaves alone what is typed meanwhile, also when others ask', async () => {
      const editor = editorOf({ '/app/package.json': PACKAGE, ...many });
      const typed = '// a line that somebody types\n';
      const typedIn = '/app/queue30.ts';
      editor.open(typedIn);
      const fixed = editor.project.fixAll(await editor.project.bullPaths(), editor.none);
      // The thread has begun, and lets others in between two files.
      assert.deepEqual(await editor.rules('/app/queue1.ts'), FOUND);
      editor.type(typedIn, typed + queue('mail', WRONG));
      assert.deepEqual(await editor.rules(typedIn), FOUND);
      editor.type(typedIn, typed + typed + queue('mail', WRONG));
      const answer = await fixed;
      assert.ok(answer);
      const texts = applied(editor, answer);
      assert.equal(texts.size, 60);
      assert.equal(texts.get(typedIn), typed + typed + queue('mail', RIGHT));
      assert.equal(texts.get('/app/queue31.ts'), queue('mail', RIGHT));
    });

    it('makes files that the fixes need, and edits those that use them', async () => {
      const files = {
        '/app/package.json': PACKAGE,
        '/app/tsconfig.json': '{}',
        '/app/mail.ts': queue('mail', ''),
        '/app/report.ts': queue('report', ''),
        '/app/worker.ts':
          "import { mail } from './mail';\nimport { report } from './report';\nmail.process(async () => {});\nreport.process(async () => {});\n",
      };
      const editor = editorOf(files);
      editor.severities = { 'shared-connections': 'warning' };
      const answer = await editor.project.fixAll(await editor.project.bullPaths(), editor.none);
      assert.ok(answer);
      const texts = applied(editor, answer);
      const [made, ...others] = answer.newFiles;
      assert.ok(made && others.length === 0, JSON.stringify(answer.newFiles));
      const name = made.file.slice('/app/'.length).replace(/\.ts$/, '');
      assert.match(texts.get('/app/mail.ts') ?? '', new RegExp(`from './${name}'`));
      assert.match(texts.get('/app/report.ts') ?? '', new RegExp(`from './${name}'`));
    });

    it('goes by the texts as they were when it began', async () => {
      const editor = editorOf({ '/app/package.json': PACKAGE, ...many });
      const paths = await editor.project.bullPaths();
      editor.open('/app/queue59.ts');
      const fixed = editor.project.fixAll(paths, editor.none);
      assert.deepEqual(await editor.rules('/app/queue1.ts'), FOUND);
      editor.type('/app/queue59.ts', 'half of someth');
      const answer = await fixed;
      assert.ok(answer);
      assert.deepEqual([...applied(editor, answer).keys()].includes('/app/queue59.ts'), false);
    });
  });

  describe('files that change', () => {
    it('are looked at in one pass, however many they are', async () => {
      const files = Object.fromEntries(
        Array.from({ length: 5_000 }, (_, i) => [`/app/src/file${i}.ts`, `export const a = ${i};\n`]),
      );
      const editor = editorOf({ '/app/package.json': PACKAGE, '/app/mail.ts': queue('mail', WRONG), ...files });
      await editor.project.bullPaths();
      editor.files.reads.clear();
      const before = editor.changes;
      editor.write(Object.fromEntries(Object.keys(files).map((path) => [path, 'export const b = 1;\n'])));
      await editor.project.bullPaths();
      assert.deepEqual([...new Set(editor.files.reads.values())], [1]);
      assert.equal(editor.changes, before);
    });

    it('come into the list, and leave it with their directory', async () => {
      const editor = editorOf({ '/app/package.json': PACKAGE, '/app/src/mail.ts': queue('mail', WRONG) });
      editor.write({ '/app/src/jobs/report.ts': queue('report', WRONG), '/app/src/plain.ts': 'export {};\n' });
      assert.deepEqual(await editor.project.bullPaths(), ['/app/src/jobs/report.ts', '/app/src/mail.ts']);
      assert.equal(await editor.project.sourceCount([]), 3);
      assert.equal(await editor.project.sourceCount(['/app/src/jobs', '/app/s']), 2);
      editor.files.write('/app/src/mail.ts', null);
      editor.files.write('/app/src/jobs/report.ts', null);
      editor.tell({ changed: [], cameOrWent: ['/app/src/jobs', '/app/src/mail.ts'] });
      assert.deepEqual(await editor.project.bullPaths(), []);
      editor.files.write('/app/src/jobs/report.ts', queue('report', WRONG));
      editor.tell({ changed: [], cameOrWent: ['/app/src/jobs'] });
      assert.deepEqual(await editor.project.bullPaths(), ['/app/src/jobs/report.ts']);
    });

    it('are left out as soon as .gitignore says so', async () => {
      const editor = editorOf({ '/app/.git/HEAD': '', '/app/gen/mail.ts': queue('mail', WRONG) });
      assert.deepEqual(await editor.project.bullPaths(), ['/app/gen/mail.ts']);
      editor.write({ '/app/.gitignore': 'gen/\n' });
      assert.deepEqual(await editor.project.bullPaths(), []);
    });

    it('count as they are on disk, unless they are open in the editor', async () => {
      const editor = editorOf({ '/app/package.json': PACKAGE, '/app/mail.ts': queue('mail', WRONG) });
      editor.open('/app/mail.ts', queue('mail', RIGHT));
      assert.deepEqual(await editor.rules('/app/mail.ts'), []);
      editor.write({ '/app/mail.ts': queue('letters', WRONG) });
      assert.deepEqual(await editor.rules('/app/mail.ts'), []);
      editor.closeDocument('/app/mail.ts');
      assert.deepEqual(await editor.rules('/app/mail.ts'), FOUND);
    });

    it('are told of when something was found out from them', async () => {
      const editor = editorOf({
        '/app/package.json': PACKAGE,
        '/app/mail.ts':
          "import Bull from 'bull';\nimport { limiter } from './limiter';\nexport const mail = new Bull('mail', { limiter });\n",
        '/app/limiter.ts': 'export const limiter = { max: 10, duration: 5000 };\n',
        '/app/other.ts': '',
      });
      await editor.project.bullPaths();
      assert.deepEqual(await editor.rules('/app/mail.ts'), []);
      const before = editor.changes;
      editor.write({ '/app/other.ts': 'export {};\n' });
      editor.write({ '/app/limiter.ts': 'export const limiter = { max: 10, duration: 5000, bounceBack: true };\n' });
      await waitFor(() => editor.changes > before);
      assert.deepEqual(await editor.rules('/app/mail.ts'), FOUND);
    });

    it('while they are loaded are loaded again', async () => {
      const editor = editorOf({ '/app/package.json': PACKAGE, '/app/mail.ts': queue('mail', WRONG) }, { folder: null });
      const read = editor.files.read.bind(editor.files);
      editor.files.read = async (path) => {
        const text = await read(path);
        if (path === '/app/mail.ts' && text === queue('mail', WRONG)) editor.write({ [path]: queue('mail', RIGHT) });
        return text;
      };
      assert.deepEqual(await editor.rules('/app/mail.ts'), []);
    });
  });

  it('finds the files when it is asked again, after it could not', async () => {
    const editor = editorOf({ '/app/package.json': PACKAGE, '/app/mail.ts': queue('mail', WRONG) });
    const { files } = editor;
    const read = files.entries.bind(files);
    files.entries = () => Promise.reject(new Error('The network is gone'));
    await assert.rejects(editor.project.bullPaths(), /network is gone/);
    files.entries = read;
    assert.deepEqual(await editor.project.bullPaths(), ['/app/mail.ts']);
  });

  it('follows options and packages under the drive of a Windows machine', async () => {
    const editor = editorOf(
      {
        '/c:/shop/.git/HEAD': '',
        '/c:/shop/.gitignore': 'out/\n',
        '/c:/shop/package.json': PACKAGE,
        '/c:/shop/tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
        '/c:/shop/src/limits.ts': 'export const limiter = { max: 10, duration: 5000, bounceBack: true };\n',
        '/c:/shop/src/mail.ts':
          "import Bull from 'bull';\nimport { limiter } from '@/limits';\nexport const mail = new Bull('mail', { limiter });\n",
        '/c:/shop/out/mail.js': queue('mail', WRONG),
      },
      { folder: '/c:/shop' },
    );
    assert.deepEqual(await editor.project.bullPaths(), ['/c:/shop/src/mail.ts']);
    assert.deepEqual(await editor.rules('/c:/shop/src/mail.ts'), FOUND);
  });

  it('does not lint what it was told to leave out', async () => {
    const files = {
      '/app/package.json': PACKAGE,
      '/app/mail.ts': queue('mail', WRONG),
      '/app/bad.ts': queue('bad', WRONG),
    };
    const editor = editorOf(files, { leftOut: [{ path: '/app/bad.ts', comesBack: false }] });
    assert.deepEqual(await editor.project.bullPaths(), ['/app/mail.ts']);
    assert.deepEqual(await editor.rules('/app/bad.ts'), []);
    editor.write({ '/app/bad.ts': queue('other', WRONG) });
    assert.deepEqual(await editor.rules('/app/bad.ts'), []);
    assert.deepEqual(await editor.project.bullPaths(), ['/app/mail.ts']);
  });

  for (const where of ['open', 'closed']) {
    it(`lints a file that it left out again once that is saved (${where})`, async () => {
      const files = { '/app/package.json': PACKAGE, '/app/bad.ts': queue('bad', WRONG) };
      const editor = editorOf(files, { leftOut: [{ path: '/app/bad.ts', comesBack: true }] });
      if (where === 'open') editor.open('/app/bad.ts');
      assert.deepEqual(await editor.rules('/app/bad.ts'), []);
      assert.deepEqual(await editor.project.bullPaths(), []);
      const changed = queue('better', WRONG);
      if (where === 'open') editor.type('/app/bad.ts', changed);
      editor.write({ '/app/bad.ts': changed });
      assert.deepEqual(await editor.rules('/app/bad.ts'), FOUND);
      assert.deepEqual(await editor.project.bullPaths(), ['/app/bad.ts']);
    });
  }

  describe('on a disk', () => {
    let folder: Folder;

    beforeEach(() => {
      folder = Folder.of({ 'package.json': PACKAGE, 'src/mail.ts': queue('mail', WRONG), 'src/plain.ts': '' });
    });
    afterEach(() => folder.remove());

    it('makes no fix for a text that is no longer on disk, also where nobody has said so yet', async () => {
      const limits = (comment: string): string =>
        `${comment}export const limiter = { max: 10, duration: 5000, bounceBack: true };\n`;
      folder.write('src/limits.ts', limits(''));
      folder.write(
        'src/mail.ts',
        "import Bull from 'bull';\nimport { limiter } from './limits';\nexport const mail = new Bull('mail', { limiter });\n",
      );
      const editor = editorOf({}, { folder: folder.path, diskAuthority: '' });
      const path = folder.at('src/mail.ts');
      assert.deepEqual(await editor.rules(path), FOUND);
      folder.write('src/limits.ts', limits('// Two\n// lines\n'));
      const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 60 } };
      const offered = await editor.project.fixes(path, range, editor.none);
      const edits = offered?.quickFixes
        .flatMap(({ fix }) => fix.edits)
        .filter(({ file }) => file === folder.at('src/limits.ts'));
      assert.deepEqual(
        edits?.map((edit) => edit.range.start.line),
        [2],
      );
    });

    it('reads by itself what is not open in the editor', async () => {
      const editor = editorOf({}, { folder: folder.path, diskAuthority: '' });
      assert.deepEqual(await editor.project.bullPaths(), [folder.at('src/mail.ts')]);
      assert.deepEqual(await editor.rules(folder.at('src/mail.ts')), FOUND);
      editor.open(folder.at('src/mail.ts'), queue('mail', RIGHT));
      assert.deepEqual(await editor.rules(folder.at('src/mail.ts')), []);
      editor.open(folder.at('src/plain.ts'), queue('plain', WRONG));
      assert.deepEqual(await editor.project.bullPaths(), [folder.at('src/mail.ts'), folder.at('src/plain.ts')]);
      assert.equal(editor.files.reads.size, 0);
    });
  });
});
