import assert from 'node:assert/strict';
import { parse } from 'jsonc-parser';
import { changeList } from '../src/settings-text';

const paths = [['bullLens.connections'], ['bullLens', 'connections']];
const text = `{
  // Mine
  "editor.fontSize": 14,
  "bullLens.connections": [
    // The one of the team
    { "name": "staging", "url": "redis://h" }, // ask Ann
    { "name": "half" /* not yet */ },
    {
      "name": "production",
      // Careful
      "url": "rediss://p"
    }
  ], // all
}
`;
const before = [
  { name: 'staging', url: 'redis://h' },
  { name: 'half' },
  { name: 'production', url: 'rediss://p' },
] as const;
const [staging, half, production] = before;
const added = { name: 'new', url: 'redis://n' };

describe('changeList', () => {
  const changes: Record<string, readonly unknown[]> = {
    'adds an entry': [...before, added],
    'changes a field': [staging, half, { ...production, url: 'rediss://other' }],
    'adds a field': [{ ...staging, readOnly: true }, half, production],
    'takes a field away': [staging, half, { name: 'production' }],
    'removes the first': [half, production],
    'removes one in the middle': [staging, production],
    'removes the last': [staging, half],
    'replaces what is no object': [staging, 'text', production],
  };
  for (const [what, after] of Object.entries(changes)) {
    it(what, () => {
      const changed = changeList(text, paths, before, after);
      assert.ok(changed);
      const read = parse(changed, [], { allowTrailingComma: true }) as Record<string, unknown>;
      assert.deepEqual(read, { 'editor.fontSize': 14, 'bullLens.connections': after });
      assert.match(changed, /\/\/ Mine\n/);
      assert.match(changed, /\/\/ all\n/);
    });
  }

  it('keeps every comment where nothing is removed', () => {
    const changed = changeList(text, paths, before, [{ ...staging, readOnly: true }, half, production, added]) ?? '';
    for (const comment of [
      '// Mine',
      '// The one of the team',
      '// ask Ann',
      '/* not yet */',
      '// Careful',
      '// all',
    ]) {
      assert.ok(changed.includes(comment), comment);
    }
  });

  it('knows the form of a key in a key', () => {
    const nested = '{ "bullLens": { "connections": [ /* one */ { "name": "a" } ] } }';
    assert.equal(
      changeList(nested, paths, [{ name: 'a' }], [{ name: 'b' }]),
      '{ "bullLens": { "connections": [ /* one */ { "name": "b" } ] } }',
    );
  });

  const left: Record<string, [string, readonly unknown[]]> = {
    'no comments in the list': ['// Mine\n{ "bullLens.connections": [{ "name": "a" }] } // all', [{ name: 'a' }]],
    'another list than is known': [text, [staging]],
    'no list': ['{ "bullLens.connections": { /* none */ } }', []],
    'nothing of it': ['{ // Mine\n}', []],
    'it twice': ['{ "bullLens.connections": [/**/], "bullLens": { "connections": [/**/] } }', []],
    'nothing at all': ['', []],
    'no JSON': ['<xml/>', []],
  };
  for (const [what, [text, before]] of Object.entries(left)) {
    it(`leaves to VS Code a file with ${what}`, () =>
      assert.equal(changeList(text, paths, before, [...before, added]), null));
  }
});
