import assert from 'node:assert/strict';
import { setInterval } from 'node:timers';
import { indentJson } from '../../src/job-text/indent-json';
import { Random } from '../bench/support/random';

/** What is left without the whitespace between the tokens. */
const tokens = (json: string) => json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');

describe('indentJson', () => {
  it('keeps every number, string and key as it is', async () => {
    const json = '{"id":12345678901234567890,"amount":1.0,"n":1e400,"z":-0,"u":"\\u00e9\\/é","id":[],"":{}}';
    assert.equal(
      await indentJson(json),
      [
        '{',
        '  "id": 12345678901234567890,',
        '  "amount": 1.0,',
        '  "n": 1e400,',
        '  "z": -0,',
        '  "u": "\\u00e9\\/é",',
        '  "id": [],',
        '  "": {}',
        '}',
      ].join('\n'),
    );
  });

  it('lays JSON out as JSON.stringify does', async () => {
    for (const value of [{ a: [1, [], { b: null }], c: 'x' }, [], {}, [[[]]], 'a', 1, true, null, [{ a: {} }, [1, 2]]])
      for (const spaces of [undefined, 1, 7]) {
        assert.equal(await indentJson(JSON.stringify(value, null, spaces)), JSON.stringify(value, null, 2));
      }
    assert.equal(await indentJson(' \r\n\t[ 1 ]\n', 1), '[\n    1\n  ]');
  });

  it('takes just what is JSON, whatever is changed in it, and changes nothing but its whitespace', async () => {
    const random = new Random(3);
    const value = (depth: number): string => {
      const kind = random.between(0, depth > 4 ? 4 : 7);
      if (kind < 5) return random.oneOf(['1', '-0.50e+7', 'true', 'null', '"a\\"b\\\\"', '" ,:{}[]"', '""']);
      const space = random.oneOf(['', ' ', '\n\t']);
      const members = Array.from({ length: random.between(0, 3) }, () => value(depth + 1));
      if (kind < 7) return `[${space}${members.join(`${space},`)}${space}]`;
      return `{${members.map((member) => `${space}"k"${space}:${space}${member}`).join(',')}${space}}`;
    };
    for (let round = 0; round < 3_000; round++) {
      let json = value(0);
      const at = random.between(0, json.length);
      const damage = random.oneOf(['', '', ',', '"', '\\', ']', '}', '0', '\u0001', ' ', ':', 'e', '-', '.']);
      json = json.slice(0, at) + damage + json.slice(at + random.between(0, 1));
      const result = await indentJson(json);
      assert.equal(result !== null, isJson(json), json);
      if (result !== null) assert.equal(tokens(result), tokens(json));
    }
  });

  it('is no JSON where JSON.parse says so', async () => {
    for (const text of [
      '',
      ' ',
      '{',
      '[1,]',
      '{"a":1,}',
      '01',
      '1.',
      '+1',
      "'a'",
      '"\\x"',
      '"\n"',
      '// a\n1',
      '\ufeff1',
      'NaN',
      '1 2',
      '"a',
      '\u00a01',
    ])
      assert.equal(await indentJson(text), null, text);
  });

  it('takes 200,000 levels', async () => {
    const deep = '['.repeat(200_000) + '1' + ']'.repeat(200_000);
    const result = await indentJson(deep);
    assert.equal(tokens(result ?? ''), deep);
    assert.ok(result!.length < deep.length + 30_000);
  });

  it('lets others work while it takes 20 MB, of rows or of one string', async function () {
    this.timeout(60_000);
    const row = '{"id":1234567,"name":"a \\"name\\"","tags":["x","y"]}';
    for (const json of [`[${Array.from({ length: 400_000 }, () => row).join(',')}]`, `"${'\\n'.repeat(10_000_000)}"`]) {
      let turns = 0;
      const start = performance.now();
      const clock = setInterval(() => turns++, 1);
      const result = await indentJson(json);
      clearInterval(clock);
      assert.ok(result !== null && result.length >= json.length);
      assert.ok(turns > (performance.now() - start) / 1_000, `${turns} turns`);
    }
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
