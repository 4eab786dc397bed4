import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const { contributes, scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly contributes: {
    readonly configuration: readonly { readonly properties: Record<string, { default?: unknown }> }[];
  };
  readonly scripts: Record<string, string>;
};

describe('README', () => {
  it('lists every setting with its default, and no other', () => {
    const listed = [...readme.matchAll(/^\| `(bullLens\.[\w.]+)` \| `(.*?)` \|/gm)].map(([, name, value]) => [
      name,
      value,
    ]);
    const settings = contributes.configuration
      .flatMap(({ properties }) => Object.entries(properties))
      .filter(([name]) => !name.startsWith('bullLens.rules.'))
      .map(([name, { default: value }]) => [name, JSON.stringify(value)]);
    assert.deepEqual(Object.fromEntries(listed), Object.fromEntries(settings));
  });

  it('names only scripts that there are', () => {
    const named = [...readme.matchAll(/npm (?:run )?([\w:-]+)|`(test:\w+)`/g)].map(
      ([, run, short]) => run ?? short ?? '',
    );
    assert.deepEqual(
      [...new Set(named)].filter((name) => !(name in scripts)),
      [],
    );
  });

  it('links and shows only files that there are', () => {
    const targets = [...readme.matchAll(/\]\(((?!https?:)[^)#]+)/g)].map(([, target]) => target ?? '');
    assert.deepEqual(
      targets.filter((target) => !existsSync(join(root, target))),
      [],
    );
  });
});
