import assert from 'node:assert/strict';
import type typescript from 'typescript';
import { parseFile } from '../../../src/lint/syntax/parsed-file';
import { ts } from '../../../src/lint/syntax/typescript';
import { addArgument, replaceExpression } from '../../../src/lint/fixes/argument-edit';
import { editObject, type ObjectChanges } from '../../../src/lint/fixes/object-edit';
import { styleOf } from '../../../src/lint/fixes/style';
import { applyEdits } from '../support/edits';

const LOCK: ObjectChanges = { set: { settings: { set: { lockDuration: '120000' } } } };
const BLOCK: ObjectChanges = {
  set: { settings: { set: { lockDuration: '120000', lockRenewTime: '60000', stalledInterval: '60000' } } },
};

describe('editObject', () => {
  describe('on one line', () => {
    it('adds what fits on the line', () => {
      assert.equal(edited('q({ redis });', LOCK), 'q({ redis, settings: { lockDuration: 120000 } });');
      assert.equal(edited('q({redis});', LOCK), 'q({redis, settings: {lockDuration: 120000}});');
      assert.equal(edited('q({});', LOCK), 'q({ settings: { lockDuration: 120000 } });');
    });

    it('spreads the object over lines when it gets too long', () => {
      assert.equal(
        edited("const q = new Bull('mail', { redis, prefix: 'x' });", BLOCK),
        `const q = new Bull('mail', {
  redis,
  prefix: 'x',
  settings: {
    lockDuration: 120000,
    lockRenewTime: 60000,
    stalledInterval: 60000,
  },
});`,
      );
    });

    it('spreads the one-line objects around it too', () => {
      assert.equal(
        edited("  new Bull('mail', { settings: { maxStalledCount: 2, drainDelay: 30 } });", BLOCK, 1),
        `  new Bull('mail', {
    settings: {
      maxStalledCount: 2,
      drainDelay: 30,
      settings: {
        lockDuration: 120000,
        lockRenewTime: 60000,
        stalledInterval: 60000,
      },
    },
  });`,
      );
    });

    it('replaces a value, a shorthand and a method', () => {
      assert.equal(edited('q({ a: 1, b, c() {} });', { set: { a: '2', b: '3', c: '4' } }), 'q({ a: 2, b: 3, c: 4 });');
    });

    it('removes properties', () => {
      assert.equal(edited('q({ a, b, c });', { remove: ['a', 'c'] }), 'q({ b });');
      assert.equal(edited('q({ a, b });', { remove: ['a', 'b', 'z'] }), 'q({});');
      assert.equal(edited('q({ a, redis: {} });', { remove: ['redis'], set: { b: '1' } }), 'q({ a, b: 1 });');
    });

    it('keeps comments, spreads and quoted names', () => {
      assert.equal(
        edited("q({ /* one */ 'a': 1, ...rest /* more */, [k]: 2 });", { set: { a: '2', b: '3' } }),
        "q({ /* one */ 'a': 2, ...rest /* more */, [k]: 2, b: 3 });",
      );
    });

    it('merges into an object behind a cast', () => {
      assert.equal(
        edited('q({ settings: { drainDelay: 5 } as AdvancedSettings });', LOCK),
        'q({ settings: { drainDelay: 5, lockDuration: 120000 } as AdvancedSettings });',
      );
    });

    it('edits nothing where all is so already', () => {
      assert.equal(edits('q({ settings: { lockDuration: 120000 } });', LOCK).length, 0);
    });
  });

  describe('over lines', () => {
    it('adds behind the last property, with the commas of the object', () => {
      assert.equal(
        edited(`q({\n\tredis, // shared\n\t// more to come\n});`, LOCK),
        `q({\n\tredis, // shared\n\tsettings: { lockDuration: 120000 },\n\t// more to come\n});`,
      );
      assert.equal(
        edited(`q({\n    redis // shared\n});`, LOCK),
        `q({\n    redis, // shared\n    settings: { lockDuration: 120000 }\n});`,
      );
    });

    it('changes each property in its place', () => {
      assert.equal(
        edited(`q({\n  settings: {\n    lockDuration: 1, // short\n  },\n  redis,\n});`, BLOCK),
        `q({
  settings: {
    lockDuration: 120000, // short
    lockRenewTime: 60000,
    stalledInterval: 60000,
  },
  redis,
});`,
      );
    });

    it('removes whole lines and leaves comments', () => {
      const code = `q({\n  // where\n  redis: {\n    host,\n  }, // local\n  prefix,\n  a,\n  b\n});`;
      assert.equal(edited(code, { remove: ['redis', 'a'] }), `q({\n  // where\n  // local\n  prefix,\n  b\n});`);
      assert.equal(edited(`q({\n  a,\n  b\n});`, { remove: ['b'] }), `q({\n  a\n});`);
      assert.equal(edited(`q({\n  a, b, c\n});`, { remove: ['b', 'c'] }), `q({\n  a\n});`);
    });

    it('replaces a removed property by an added one', () => {
      const changes = { remove: ['redis'], set: { createClient: '(type) => clients(type)' } };
      assert.equal(
        edited(`q({\n  prefix,\n  redis: { host }\n})`, changes),
        `q({\n  prefix,\n  createClient: (type) => clients(type)\n})`,
      );
      assert.equal(edited(`q({\n  redis,\n});`, changes), `q({\n  createClient: (type) => clients(type),\n});`);
    });

    it('writes last, with its comments, what moves behind a spread', () => {
      assert.equal(
        edited(`q({\n  a: 1, // one\n  ...rest, // more\n});`, { move: ['a'], set: { a: '2' } }),
        `q({\n  ...rest, // more\n  a: 2, // one\n});`,
      );
      assert.equal(
        edited(`q({ /* one */ a: 1, ...rest });`, { move: ['a'], set: { a: '2' } }),
        `q({ ...rest, /* one */ a: 2 });`,
      );
      assert.equal(
        edited(`q({ a: 1, // one\n  ...{\n  b,\n} });`, { move: ['a'], set: { a: '2' } }),
        `q({\n  ...{\n  b,\n}, a: 2 // one\n});`,
      );
    });

    it('keeps braces that are hugged', () => {
      assert.equal(
        edited(`q({ redis: {\n  host,\n} });`, LOCK),
        `q({ redis: {\n  host,\n}, settings: { lockDuration: 120000 } });`,
      );
    });

    it('keeps Windows line ends', () => {
      assert.equal(
        edited(`q({\r\n  redis,\r\n  a,\r\n});`, { ...LOCK, remove: ['redis'] }),
        `q({\r\n  a,\r\n  settings: { lockDuration: 120000 },\r\n});`,
      );
    });
  });
});

describe('addArgument', () => {
  const cases: readonly [string, string][] = [
    ["q('mail');", "q('mail', { settings: { lockDuration: 120000 } });"],
    ['q();', 'q({ settings: { lockDuration: 120000 } });'],
    ['new Q;', 'new Q({ settings: { lockDuration: 120000 } });'],
    ["q(\n  'mail',\n);", "q(\n  'mail',\n  { settings: { lockDuration: 120000 } },\n);"],
  ];
  for (const [before, after] of cases) {
    it(JSON.stringify(before), () => {
      const file = parseFile('a.ts', before);
      const [call] = nodes(file.ast, (node) => ts.isCallExpression(node) || ts.isNewExpression(node));
      assert.equal(applyEdits(before, [addArgument(call!, LOCK, styleOf(file))]), after);
    });
  }
});

describe('replaceExpression', () => {
  it('writes an object in the place of undefined', () => {
    const file = parseFile('a.ts', "q('mail', undefined);");
    const [argument] = nodes(file.ast, (node) => ts.isIdentifier(node) && node.text === 'undefined').filter(
      ts.isIdentifier,
    );
    const after = applyEdits(file.text, [replaceExpression(argument!, BLOCK, styleOf(file))]);
    assert.equal(
      after,
      `q('mail', {
  settings: {
    lockDuration: 120000,
    lockRenewTime: 60000,
    stalledInterval: 60000,
  },
});`,
    );
  });
});

/** The code after `changes` of its first object (or of the one inside it, by depth). */
function edited(code: string, changes: ObjectChanges, depth = 0): string {
  return applyEdits(code, edits(code, changes, depth));
}

function edits(code: string, changes: ObjectChanges, depth = 0) {
  const file = parseFile('a.ts', code);
  const object = nodes(file.ast, ts.isObjectLiteralExpression)[depth];
  return editObject(object!, changes, styleOf(file));
}

function nodes<N extends typescript.Node>(root: typescript.Node, is: (node: typescript.Node) => node is N): N[];
function nodes(root: typescript.Node, is: (node: typescript.Node) => boolean): typescript.Node[];
function nodes(root: typescript.Node, is: (node: typescript.Node) => boolean): typescript.Node[] {
  const found: typescript.Node[] = [];
  const visit = (node: typescript.Node): void => {
    if (is(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}
