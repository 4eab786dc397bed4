import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { contributes } from '../package.json';
import { commands, contextKeys, JOB_LANGUAGE, JOB_SCHEME, rowTokens, views, type Settings } from '../src/contributions';

const commandIds = Object.values(commands) as string[];
const menus = contributes.menus as Readonly<Record<string, readonly { command: string; when?: string }[]>>;
const settings = contributes.configuration.flatMap(({ properties }) => Object.keys(properties));

/** Context keys of VS Code itself that our `when` clauses may use. */
const known = [
  ...['view', 'viewItem', 'listMultiSelection', 'resourceScheme', 'isWorkspaceTrusted', 'workspaceFolderCount'],
  ...['resourceLangId', 'editorLangId'],
];

/** Only for a row of the tree or a line of a document, which the palette cannot give. */
const needsRow = [
  commands.showConnections,
  ...[commands.openJob, commands.loadMoreJobs, commands.retryAllJobs, commands.stopSearch],
  ...[commands.stopFindingJobs, commands.findJobsAgain, commands.closeFoundJobs, commands.exportJobs],
  ...[commands.showCauses, commands.hideCauses],
  ...[commands.promoteJob, commands.promoteAllJobs, commands.removeJob, commands.removeAllJobs, commands.removeCause],
  ...[commands.discardJob, commands.discardAllJobs],
  ...[commands.retryJobAsNew, commands.retryAllJobsAsNew, commands.retryCauseAsNew],
  ...[commands.cleanJobs, commands.emptyQueue, commands.repeatableJobs, commands.pauseQueue, commands.resumeQueue],
  ...[commands.retryCause, commands.showByCause, commands.showByTime, commands.openCausePage, commands.copyPattern],
  commands.goToFrame,
  ...[commands.goToRemedy, commands.watchQueues, commands.copyJobs, commands.obliterateQueue],
];

describe('package.json and src/contributions.ts', () => {
  it('name the same commands', () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), commandIds.toSorted());
  });

  it('name the same views', () => {
    const contributed = Object.values(contributes.views).flatMap((each) => each.map(({ id }) => id));
    assert.deepEqual(contributed, Object.values(views));
    assert.deepEqual([...new Set(contributes.viewsWelcome.map(({ view }) => view))], [views.queues]);
  });

  it('name the same settings', () => {
    const read: Record<keyof Settings, true> = {
      connections: true,
      refreshInterval: true,
      live: true,
      countAtStart: true,
      codeLens: true,
      rowFields: true,
      hiddenFields: true,
      instances: true,
      watch: true,
      rules: true,
      jobBudgets: true,
      defaultJobBudget: true,
      connectionLimit: true,
      serverless: true,
      showUnknown: true,
    };
    // Each rule has an entry of its own below `rules`, and each part of a watch below `watch`.
    const contributed = new Set(settings.map((setting) => setting.split('.')[1]));
    assert.deepEqual([...contributed].sort(), Object.keys(read).sort());
  });

  it('name the same language and scheme of jobs', () => {
    assert.deepEqual(
      contributes.languages.map(({ id }) => id),
      [JOB_LANGUAGE],
    );
    assert.ok(whenClauses().some((when) => when.includes(`resourceScheme == ${JOB_SCHEME}`)));
  });
});

describe('package.json', () => {
  for (const { command, title, category } of contributes.commands) {
    it(`gives ${command} a title in title case and our category`, () => {
      assert.match(title, /^[A-Z][\w-]*( ([A-Z][\w-]*|of|for|in|to|by|as|and|a|the))*…?$/);
      assert.equal(category, 'Bull Lens');
    });
  }

  it('puts into menus and welcome texts only commands that there are', () => {
    const named = Object.values(menus).flatMap((items) => items.map(({ command }) => command));
    assert.deepEqual(
      named.filter((command) => !commandIds.includes(command)),
      [],
    );
    const links = contributes.viewsWelcome.flatMap(({ contents }) => [...contents.matchAll(/\(command:([\w.]+)\)/g)]);
    for (const [, command] of links) assert.ok(commandIds.includes(command!) || command === 'workbench.trust.manage');
  });

  it('has in the walkthrough only commands that there are, pictures that there are, and steps that are done by doing', () => {
    const focus = Object.values<string>(views).map((view) => `${view}.focus`);
    for (const { id, description, media, completionEvents } of contributes.walkthroughs.flatMap(({ steps }) => steps)) {
      for (const [, command] of description.matchAll(/\(command:([\w.]+)\)/g)) {
        assert.ok([...commandIds, ...focus].includes(command!), `${id}: ${command}`);
      }
      assert.deepEqual(media.image, `media/walkthrough/${id}.png`);
      assert.ok(existsSync(join(__dirname, '..', media.image)), media.image);
      assert.ok(media.altText.length > 0, id);
      const keys = completionEvents.map((event) => /^onContext:([\w.]+)$/.exec(event)?.[1]);
      assert.ok(keys.length > 0, id);
      for (const key of keys) assert.ok(Object.values<string | undefined>(contextKeys).includes(key), `${id}: ${key}`);
    }
  });

  it('uses only context keys that somebody sets', () => {
    const allowed = [
      ...known,
      ...Object.values<string>(contextKeys),
      ...settings.map((setting) => `config.${setting}`),
    ];
    for (const when of whenClauses()) {
      const withoutValues = when.replace(/\/(\\.|[^/])+\/|== *[\w.-]+|'[^']*'/g, '');
      const keys = withoutValues.match(/[a-zA-Z][\w.]*/g) ?? [];
      const unknown = keys.filter((key) => key !== 'false' && key !== 'true' && !allowed.includes(key));
      assert.deepEqual(unknown, [], when);
    }
  });

  it('asks a row for one thing at a time, so that the order of its tokens means nothing', () => {
    for (const when of whenClauses()) {
      for (const [, pattern = ''] of when.matchAll(/viewItem\s*=~\s*\/((?:\\.|[^/])+)\//g)) {
        const [, words = ''] = /^\\b\(?([\w|]+)\)?\\b$/.exec(pattern) ?? assert.fail(`${pattern} in ${when}`);
        const unknown = words.split('|').filter((word) => !(rowTokens as readonly string[]).includes(word));
        assert.deepEqual(unknown, [], when);
      }
      assert.doesNotMatch(when, /viewItem\s*(==|!=)/);
    }
  });

  it('says of which view each menu on a row is', () => {
    for (const { command, when = '' } of menus['view/item/context']!) {
      assert.match(when, /^view == bullLens\.queues && viewItem =~ /, command);
    }
  });

  it('offers in the palette only what makes sense there', () => {
    const hidden = menus.commandPalette!.filter(({ when }) => when === 'false').map(({ command }) => command);
    assert.deepEqual(hidden.sort(), needsRow.toSorted());
    const always = commandIds.filter((id) => !menus.commandPalette!.some(({ command }) => command === id));
    assert.deepEqual(always, [commands.addConnection]);
  });

  it('has every inline action in the context menu too, for keyboard and screen reader', () => {
    const items = contributes.menus['view/item/context'];
    const isInline = ({ group }: { group: string }) => group.startsWith('inline');
    const inMenu = items.filter((item) => !isInline(item)).map(({ command }) => command);
    for (const { command } of items.filter(isInline)) assert.ok(inMenu.includes(command), command);
  });
});

function whenClauses(): string[] {
  const items = [...Object.values(menus).flat(), ...contributes.viewsWelcome];
  return items.flatMap(({ when }) => (when === undefined ? [] : [when]));
}
