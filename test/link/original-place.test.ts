import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { inlineMap, originalPlace } from '../../src/link/original-place';
import { frameOf } from '../../src/queues/causes/stack-frames';
import { Folder } from '../support/folder';

const CHARGE = `interface Order {
  readonly id: number;
}

export function charge(order: Order): never {
  throw new Error(\`no card for \${order.id}\`);
}
`;

describe('the place in the source that a bundle was made of', () => {
  let folder: Folder;

  before(() => {
    folder = Folder.of({ 'src/lib/charge.ts': CHARGE, 'src/main.ts': `export { charge } from './lib/charge';\n` });
  });
  after(() => folder.remove());

  it('is found through the source map beside it', async () => {
    const bundle = folder.at('dist/main.js');
    await esbuild.build({
      entryPoints: [folder.at('src/main.ts')],
      outfile: bundle,
      ...({ bundle: true, platform: 'node', minify: true, sourcemap: true, logLevel: 'error' } as const),
    });
    const frame = frameOf(traceOf(`require(${JSON.stringify(bundle)}).charge({ id: 42 })`)[1] ?? '');
    assert.equal(frame?.file, bundle);
    const map = readFileSync(`${bundle}.map`, 'utf8');
    assert.deepEqual(await originalPlace(map, pathToFileURL(`${bundle}.map`).href, frame), {
      file: pathToFileURL(folder.at('src/lib/charge.ts')).href,
      line: 6,
      column: 9,
    });
    assert.equal(await originalPlace(map, 'file:///x/main.js.map', { line: 9_000, column: 1 }), null);
  });

  it('is found through the source map in it', async () => {
    const bundle = folder.at('dist/inline.js');
    await esbuild.build({
      entryPoints: [folder.at('src/main.ts')],
      outfile: bundle,
      ...({ bundle: true, platform: 'node', minify: true, sourcemap: 'inline', logLevel: 'error' } as const),
    });
    const frame = frameOf(traceOf(`require(${JSON.stringify(bundle)}).charge({ id: 42 })`)[1] ?? '')!;
    const code = readFileSync(bundle, 'utf8');
    const place = await originalPlace(inlineMap(code)!, pathToFileURL(bundle).href, frame);
    assert.deepEqual([place?.file, place?.line], [pathToFileURL(folder.at('src/lib/charge.ts')).href, 6]);
    for (const other of [
      '',
      CHARGE,
      '//# sourceMappingURL=main.js.map\n',
      '//# sourceMappingURL=data:application/json,{}\n',
      `${code}\nmore();\n`,
    ]) {
      assert.equal(inlineMap(other), null);
    }
  });

  it('is not known of a map that is none', async () => {
    for (const map of ['', '{', '[]', '{"version":3}', 'null']) {
      await assert.rejects(originalPlace(map, 'file:///x.js.map', { line: 1, column: 1 }), map);
    }
  });
});

/** The lines of the stack trace of what a program throws, in a Node that knows of no source map. */
function traceOf(program: string): string[] {
  const catching = `try { ${program} } catch (error) { process.stdout.write(error.stack) }`;
  const env = { ...process.env, NODE_OPTIONS: '' };
  return execFileSync(process.execPath, ['-e', catching], { env, encoding: 'utf8' }).split('\n');
}
