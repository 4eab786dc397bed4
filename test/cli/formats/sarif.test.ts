import assert from 'node:assert/strict';
import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import type { Log, Result } from 'sarif';
import { sarif } from '../../../src/cli/formats/sarif';
import type { FileReport, Message } from '../../../src/cli/report';
import { findingKinds } from '../../../src/lint/rules';
import { message, report, repository, rules } from '../support/reports';

// One pattern of the schema is no regular expression to the letter of Unicode mode.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const isSarif = ajv.compile(schema);

function logOf(...reports: FileReport[]): Log {
  return JSON.parse(sarif(reports, { repository, rules, colors: false })) as Log;
}

function resultOf(rest: Partial<Message> = {}, file: Partial<FileReport> = {}): Result {
  const [result] = logOf(report([message(rest)], file)).runs[0]?.results ?? [];
  assert.ok(result);
  return result;
}

describe('sarif', () => {
  it('is valid by the schema of SARIF 2.1.0', () => {
    const related = { file: `${repository}/src/a.ts`, message: 'Here.', line: 1, column: 1, endLine: 1, endColumn: 2 };
    const log = logOf(report([message(), message({ severity: 'hint', related: [related] })]), report([]));
    assert.ok(isSarif(log), JSON.stringify(isSarif.errors, null, 2));
  });

  it('tells every rule, with the page that explains it', () => {
    const driver = logOf().runs[0]?.tool.driver;
    assert.deepEqual(
      driver?.rules?.map(({ id, defaultConfiguration }) => [id, defaultConfiguration?.level]),
      [
        ['lock-duration', 'warning'],
        ['no-such-export', 'error'],
      ],
    );
    for (const rule of driver?.rules ?? []) {
      assert.match(rule.helpUri ?? '', new RegExp(`/docs/rules/${rule.id}\\.md$`));
      assert.ok(
        rule.help?.text && rule.shortDescription?.text && rule.fullDescription?.text,
        'GitHub demands all three',
      );
    }
  });

  it('points to the rule by id and index, and to the place relative to the repository', () => {
    const { ruleId, ruleIndex, level, message: text, locations } = resultOf();
    assert.deepEqual(
      [ruleId, ruleIndex, level, text.text],
      ['no-such-export', 1, 'error', 'Bull has no export `Queue`.'],
    );
    assert.deepEqual(locations?.[0]?.physicalLocation, {
      artifactLocation: { uri: 'src/mail%20queue.ts', uriBaseId: '%SRCROOT%' },
      region: { startLine: 1, startColumn: 10, endLine: 1, endColumn: 15 },
    });
  });

  it('has the rule of every finding, also of those that are no rule of the code', () => {
    const messages = findingKinds.map(({ id }) => message({ rule: id }));
    const log = JSON.parse(sarif([report(messages)], { repository, rules: findingKinds, colors: false })) as Log;
    const { tool, results } = log.runs[0]!;
    assert.ok(isSarif(log), JSON.stringify(isSarif.errors, null, 2));
    assert.ok(results?.some(({ ruleId }) => ruleId === 'unused-disable'));
    for (const { ruleId, ruleIndex } of results ?? []) assert.equal(tool.driver.rules?.[ruleIndex ?? -1]?.id, ruleId);
  });

  it('names a file outside of the repository by its address, on Windows too', () => {
    const uriOf = (path: string) => resultOf({}, { path }).locations?.[0]?.physicalLocation?.artifactLocation?.uri;
    assert.equal(uriOf('/elsewhere/a.ts'), 'file:///elsewhere/a.ts');
    assert.equal(uriOf('D:/elsewhere/a.ts'), 'file:///d:/elsewhere/a.ts');
  });

  it('tells information and hints as notes', () => {
    assert.equal(resultOf({ severity: 'information' }).level, 'note');
    assert.equal(resultOf({ severity: 'hint' }).level, 'note');
  });

  it('names where the cause was written', () => {
    const file = `${repository}/src/budget.ts`;
    const related = { file, message: 'The budget.', line: 4, column: 1, endLine: 4, endColumn: 9 };
    const [location] = resultOf({ related: [related] }).relatedLocations ?? [];
    assert.equal(location?.physicalLocation?.artifactLocation?.uri, 'src/budget.ts');
    assert.equal(location?.message?.text, 'The budget.');
  });

  it('keeps the fingerprint of a finding when lines are added above it', () => {
    const before = resultOf({ line: 3, endLine: 3 });
    const text = report([]).text ?? '';
    const after = resultOf({ line: 5, endLine: 5 }, { text: `// two\n// lines\n${text}` });
    assert.deepEqual(after.partialFingerprints, before.partialFingerprints);
  });

  it('tells two findings on equal lines apart', () => {
    const results = logOf(report([message(), message()])).runs[0]?.results ?? [];
    const hashes = results.map(({ partialFingerprints }) => partialFingerprints?.primaryLocationLineHash);
    assert.equal(new Set(hashes).size, 2);
  });
});
