// Writes what test/lint/rules.test.ts asks for: `npx tsx test/lint/support/write-rule-manifest.ts`
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lintSettings, ruleTable, SECTION } from './rule-manifest';

const MANIFEST = fileURLToPath(new URL('../../../package.json', import.meta.url));
const README = fileURLToPath(new URL('../../../docs/rules/README.md', import.meta.url));

interface Manifest {
  contributes: { configuration: { title: string; order: number; properties: object }[] };
}

const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Manifest;
const { configuration } = manifest.contributes;
const others = configuration.filter(({ title }) => title !== SECTION);
manifest.contributes.configuration = [
  ...others,
  { title: SECTION, order: others.length + 1, properties: lintSettings() },
];
writeFileSync(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);

const lines = readFileSync(README, 'utf8').split('\n');
const first = lines.findIndex((line) => line.startsWith('| ---'));
const rest = lines.slice(first + 1).filter((line) => !line.startsWith('| ['));
writeFileSync(README, [...lines.slice(0, first + 1), ...ruleTable(), ...rest].join('\n'));
