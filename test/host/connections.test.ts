import assert from 'node:assert/strict';
import { renameSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { ConnectionStore } from '../../src/connections/connection-store';
import { PasswordStore } from '../../src/connections/password-store';
import { silent } from '../../src/log/logger';
import { readLintSettings, readSetting, settingProblems } from '../../src/settings';
import { MemorySecrets, MemoryState } from '../support/vscode-storage';
import { waitFor } from '../support/wait-for';
import { clean, folder, until } from './workspace';

const { Global, Workspace } = vscode.ConfigurationTarget;
const staging = { name: 'staging', url: 'redis://app@eu1.example.com:6380' };
const production = { name: 'production', url: 'rediss://eu2.example.com:6380' };

describe('the connections in the settings', () => {
  let secrets: MemorySecrets;
  let store: ConnectionStore;
  const logged: string[] = [];
  beforeEach(() => {
    secrets = new MemorySecrets();
    logged.length = 0;
    store = new ConnectionStore(context(secrets), {
      ...silent,
      warn: (message) => void logged.push(message),
    });
  });
  afterEach(async () => {
    store.dispose();
    await write(undefined, Global);
    await write(undefined, Workspace);
    await clean();
  });

  const inspect = () => vscode.workspace.getConfiguration('bullLens').inspect('connections');
  const write = (value: unknown, target: vscode.ConfigurationTarget) =>
    vscode.workspace.getConfiguration('bullLens').update('connections', value, target);
  const names = () => store.all.map(({ name, owner }) => `${name} (${owner})`);
  const passwordOf = async (name: string) =>
    (await store.entries()).find((entry) => entry.name === name)?.spec?.endpoint.password;

  describe('of any shape end in a sentence, in the tree and in the log', () => {
    for (const value of [{}, 'redis://:s3cret@h', 5, true]) {
      it(JSON.stringify(value), async () => {
        await write(value, Global);
        const entries = await store.entries();
        assert.deepEqual(
          entries.map(({ name, spec }) => [name, spec]),
          [['connections', undefined]],
        );
        assert.match(entries[0]?.problem ?? '', /^bullLens\.connections is .+, where it has to be a list/);
        assert.deepEqual(logged, [`connections: ${entries[0]?.problem}`]);
        assert.doesNotMatch(logged.join(), /s3cret/);
        await assert.rejects(store.add(staging, null), /Make it a list there first: \[\]\./);
        assert.deepEqual(inspect()?.globalValue, value);
      });
    }

    it('a list of all kinds of things, one of which is right', async () => {
      await write([null, 'text', 5, [], {}, { name: 'half' }, { name: 'odd', url: 5 }, staging], Global);
      const entries = await store.entries();
      assert.deepEqual(
        entries.map(({ name, problem }) => [name, problem === undefined]),
        [
          ['connection 1', false],
          ['connection 2', false],
          ['connection 3', false],
          ['connection 4', false],
          ['connection 5', false],
          ['half', false],
          ['odd', false],
          ['staging', true],
        ],
      );
      assert.equal(logged.length, 7);
    });
  });

  describe('survive every change of another one', () => {
    const half = { name: 'half', note: 'url follows' };
    const strange = ['text', null, half, { ...staging, colour: 'red', tls: { ca: '/ca.pem', more: 1 } }, production];
    const changes: Record<string, [() => Promise<void>, unknown[]]> = {
      'one is added': [
        () => store.add({ name: 'new', url: 'redis://h' }, 'pw'),
        [...strange, { name: 'new', url: 'redis://h' }],
      ],
      'one is made read-only': [
        () => store.change('production', { readOnly: true }),
        [...strange.slice(0, 4), { ...production, readOnly: true }],
      ],
      'the one with more fields is edited': [
        () => store.change('staging', { url: 'rediss://h' }),
        [...strange.slice(0, 3), { ...(strange[3] as object), url: 'rediss://h' }, production],
      ],
      'one is removed': [() => store.remove('production'), strange.slice(0, 4)],
      'the half one is removed': [() => store.remove('half'), strange.filter((entry) => entry !== half)],
    };
    for (const [what, [change, expected]] of Object.entries(changes)) {
      it(what, async () => {
        await write(strange, Global);
        await change();
        assert.deepEqual(inspect()?.globalValue, expected);
      });
    }
  });

  it('keep their comments, in the settings of a workspace', async () => {
    const file = vscode.Uri.joinPath(folder(), '.vscode/settings.json');
    const text = () => read(file);
    const written = `{
  "bullLens.connections": [
    // Ask Ann before you change anything here
    { "name": "staging", "url": "redis://h" }, // the shop's
    { "name": "half" } // not yet
  ]
}
`;
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(written));
    await until(names, ['staging (workspace)', 'half (workspace)']);
    await store.change('staging', { readOnly: true });
    // The entry that was changed is laid out anew, as VS Code does.
    const changed = '{\n      "name": "staging",\n      "url": "redis://h",\n      "readOnly": true\n    }';
    assert.equal(await text(), written.replace('{ "name": "staging", "url": "redis://h" }', changed));
    assert.equal(store.find('staging')?.setting?.readOnly, true);
    await store.remove('staging');
    assert.match(await text(), /\/\/ Ask Ann[^]*} \/\/ not yet/);
    assert.deepEqual(names(), ['half (workspace)']);
  });

  describe('keep their comments, in the settings of a person', () => {
    const list = (entries: string) => `"bullLens.connections": [ // Ask Ann\n    ${entries}\n  ]`;
    let settings: vscode.Uri;
    let text: () => Promise<string>;
    before(async () => {
      await vscode.commands.executeCommand('workbench.action.openSettingsJson');
      const { document } = await waitFor(() => vscode.window.activeTextEditor);
      settings = vscode.Uri.file(document.uri.path);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      text = () => read(settings);
    });
    beforeEach(async () => {
      await write([staging], Global);
      const alone = `"bullLens.connections": [${/\[([^\]]*)\]/.exec((await text()).split('"bullLens.connections"')[1] ?? '')?.[1]}]`;
      save((await text()).replace(alone, () => list(JSON.stringify(staging))));
      assert.match(await text(), /Ask Ann/);
    });

    /** In one step, as editors do: while a file is written in place, VS Code can read it as if it were empty. */
    const save = (edited: string) => {
      const path = `${settings.path}.edited`;
      writeFileSync(path, edited);
      renameSync(path, settings.path);
    };

    const storages = {
      'beside them': '../globalStorage/bull-lens',
      'in a profile that takes these settings': '../profiles/1a2b/globalStorage/bull-lens',
    };
    for (const [where, path] of Object.entries(storages)) {
      it(`where the storage is ${where}`, async () => {
        const storage = vscode.Uri.joinPath(settings, path);
        const inUse = new ConnectionStore(context(secrets, new MemoryState(), storage), silent);
        await inUse.change('staging', { readOnly: true });
        await inUse.add(production, null);
        await inUse.change('production', { prefix: 'shop' });
        await inUse.remove('staging');
        assert.deepEqual(inspect()?.globalValue, [{ ...production, prefix: 'shop' }]);
        assert.match(await text(), /\[ \/\/ Ask Ann\n/);
        inUse.dispose();
      });
    }

    it('and what a person has just written, though VS Code has not read it yet', async () => {
      const storage = vscode.Uri.joinPath(settings, storages['beside them']);
      const inUse = new ConnectionStore(context(secrets, new MemoryState(), storage), silent);
      const half = { name: 'half', note: 'url follows' };
      const entry = JSON.stringify(staging);
      save((await text()).replace(entry, `${entry},\n    ${JSON.stringify(half)} // by Tuesday`));
      await inUse.add(production, null);
      assert.deepEqual(inspect()?.globalValue, [staging, half, production]);
      assert.match(await text(), /\[ \/\/ Ask Ann\n[^]* \/\/ by Tuesday\n/);
      inUse.dispose();
    });

    it('and what is typed there and not saved yet: nothing is written then, and it is said', async () => {
      const storage = vscode.Uri.joinPath(settings, storages['beside them']);
      const inUse = new ConnectionStore(context(secrets, new MemoryState(), storage), silent);
      // In a browser, VS Code saves after a second what is typed.
      const autoSave = (value: unknown) => vscode.workspace.getConfiguration('files').update('autoSave', value, Global);
      await autoSave('off');
      await vscode.commands.executeCommand('workbench.action.openSettingsJson');
      const editor = await waitFor(() => vscode.window.activeTextEditor);
      await until(async () => editor.document.getText() === (await text()), true);
      const { document } = editor;
      // Not where the file is read anew meanwhile.
      await waitFor(async () => {
        const isTyped = document.isDirty && document.getText().startsWith('// By Bob\n');
        if (!isTyped) await editor.edit((change) => change.insert(new vscode.Position(0, 0), '// By Bob\n'));
        return isTyped;
      });
      const before = await text();
      await assert.rejects(inUse.add(production, 'pw'), /unsaved changes/);
      await assert.rejects(inUse.change('staging', { readOnly: true }), /unsaved changes/);
      assert.match(editor.document.getText(), /^\/\/ By Bob\n/);
      assert.equal(await text(), before);
      assert.deepEqual(secrets.all, [], 'nor is a password kept');
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await autoSave(undefined);
      inUse.dispose();
    });

    // On a desktop there is no other machine.
    if (vscode.env.remoteName) {
      it('where they are those of the remote machine', async () => {
        const machine = vscode.Uri.joinPath(settings, '../../Machine/settings.json');
        const ofMachine = `{ ${list(JSON.stringify(production))} }`;
        await vscode.workspace.fs.writeFile(machine, new TextEncoder().encode(ofMachine));
        await until(names, ['production (remote)', 'staging (user)']);
        const storage = vscode.Uri.joinPath(settings, '../globalStorage/bull-lens');
        const inUse = new ConnectionStore(context(secrets, new MemoryState(), storage), silent);
        await inUse.change('production', { readOnly: true });
        assert.match(await read(machine), /\[ \/\/ Ask Ann\n[^]*"readOnly": true/);
        inUse.dispose();
        await vscode.workspace.fs.delete(machine);
        await until(names, ['staging (user)']);
      });
    }

    it('and no other file is changed, whatever it holds', async () => {
      const other = vscode.Uri.joinPath(folder(), 'User/settings.json');
      const before = `{ ${list(JSON.stringify(staging))} }`;
      await vscode.workspace.fs.writeFile(other, new TextEncoder().encode(before));
      const storage = vscode.Uri.joinPath(other, '../globalStorage/bull-lens');
      const elsewhere = new ConnectionStore(context(secrets, new MemoryState(), storage), silent);
      await elsewhere.change('staging', { readOnly: true });
      assert.equal(await read(other), before);
      assert.deepEqual(inspect()?.globalValue, [{ ...staging, readOnly: true }]);
      elsewhere.dispose();
    });
  });

  describe('of the workspace and of the user', () => {
    beforeEach(async () => {
      await write([staging, production], Global);
      await write([{ ...staging, url: 'redis://127.0.0.1:7777' }], Workspace);
    });

    it('are shown together, each by a name of its own', () => {
      assert.deepEqual(names(), ['staging (workspace)', 'staging (2) (user)', 'production (user)']);
    });

    it('do not hide one that is added', async () => {
      await store.add({ name: 'new', url: 'redis://h' }, null);
      assert.deepEqual(names().at(-1), 'new (user)');
      assert.deepEqual(inspect()?.workspaceValue, [{ ...staging, url: 'redis://127.0.0.1:7777' }]);
    });

    it('get no password of the other, though they have one name', async () => {
      await store.setPassword('staging (2)', 's3cret');
      assert.equal(await passwordOf('staging (2)'), 's3cret');
      assert.equal(await passwordOf('staging'), null);
    });

    it('do not take it away when they are changed or removed', async () => {
      await store.setPassword('staging (2)', 's3cret');
      await store.setPassword('staging', 'other');
      await store.change('staging', { url: 'redis://127.0.0.1:7778' }, 'another');
      await store.remove('staging');
      assert.deepEqual(names(), ['staging (user)', 'production (user)']);
      assert.equal(await passwordOf('staging'), 's3cret');
    });

    it('stay with the workspace when the user’s one goes that leads to the same place', async () => {
      await write([staging], Workspace);
      await store.setPassword('staging', 's3cret');
      await store.remove('staging (2)');
      assert.equal(await passwordOf('staging'), 's3cret');
    });
  });

  describe('and their passwords', () => {
    it('are asked for anew where the URL leads elsewhere, or without TLS', async () => {
      await write([production], Global);
      await store.setPassword('production', 's3cret');
      for (const url of [
        'rediss://eu3.example.com:6380',
        'redis://eu2.example.com:6380',
        'rediss://bob@eu2.example.com:6380',
      ]) {
        await write([{ ...production, url }], Global);
        assert.equal(await passwordOf('production'), null);
      }
      await write([{ ...production, name: 'renamed' }], Global);
      assert.equal(await passwordOf('renamed'), 's3cret');
    });

    it('have one precedence: the URL’s own, the one just entered, the stored one', async () => {
      const withOwn = { ...production, url: 'rediss://:own@eu2.example.com:6380' };
      await write([production], Global);
      await store.setPassword('production', 'stored');
      const password = async (...args: Parameters<ConnectionStore['spec']>) =>
        (await store.spec(...args)).endpoint.password;
      assert.equal(await password(production), 'stored');
      assert.equal(await password(production, 'entered'), 'entered');
      assert.equal(await password(withOwn), 'own');
      assert.equal(await password(withOwn, 'entered'), 'own');
      await write([withOwn], Global);
      assert.equal(await passwordOf('production'), 'own');
      assert.equal((await store.entries())[0]?.takesPassword, false);
    });

    it('are forgotten with the last connection that leads there', async () => {
      await write([production, { ...production, name: 'twin' }], Global);
      await store.setPassword('production', 's3cret');
      await store.remove('production');
      assert.equal(await passwordOf('twin'), 's3cret');
      await store.change('twin', { url: 'rediss://eu3.example.com' });
      assert.deepEqual(secrets.all, []);
    });

    it('are not kept where the settings could not be written', async () => {
      await write({}, Global);
      await assert.rejects(store.add(production, 's3cret'));
      assert.deepEqual(secrets.all, []);
    });

    it('of version 0.1.0 are moved for the user’s connections only', async () => {
      await write([production], Global);
      await write([{ name: 'staging', url: 'redis://127.0.0.1:7777' }], Workspace);
      await secrets.store('bullLens.password:production', 's3cret');
      await secrets.store('bullLens.password:staging', 'other');
      const state = new MemoryState({ 'queues:eu2.example.com:6380:bull': [], 'queues:127.0.0.1:7777:bull': [] });
      const updated = new ConnectionStore(context(secrets, state), silent);
      const entries = await updated.entries();
      updated.dispose();
      assert.deepEqual(
        entries.map(({ name, spec }) => [name, spec?.endpoint.password]),
        [
          ['staging', null],
          ['production', 's3cret'],
        ],
      );
    });

    it('that cannot be read are said in the row', async () => {
      await write([production], Global);
      secrets.failure = new Error('The keychain is locked');
      assert.match((await store.entries())[0]?.problem ?? '', /cannot read the password from its SecretStorage/);
    });
  });

  it('take the files of TLS from the folder of the workspace', async () => {
    await write(
      [
        { ...production, tls: { ca: 'certs/ca.pem' } },
        { ...staging, tls: { ca: 'ca.pem' } },
      ],
      Global,
    );
    const [secure, plain] = await store.entries();
    assert.equal(secure?.spec?.endpoint.tls?.ca, vscode.Uri.joinPath(folder(), 'certs/ca.pem').fsPath);
    assert.equal(plain?.problem, 'tls is only for URLs that start with rediss://.');
  });

  it('tell when a password or the settings change', async () => {
    let told = 0;
    store.onDidChange(() => told++);
    await write([production], Global);
    await until(() => told, 1);
    await new PasswordStore(secrets).set((await store.spec(production)).endpoint, 's3cret');
    await until(() => told, 2);
  });
});

async function read(file: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}

function context(
  secrets: MemorySecrets,
  globalState = new MemoryState(),
  globalStorageUri = vscode.Uri.file('/nowhere/User/globalStorage/bull-lens'),
) {
  return { secrets, globalState, globalStorageUri };
}

describe('a setting that is not what it should be', () => {
  const configuration = () => vscode.workspace.getConfiguration('bullLens');
  afterEach(async () => {
    for (const key of ['refreshInterval', 'jobBudgets', 'defaultJobBudget', 'showUnknown', 'rules.lock-duration']) {
      await configuration().update(key, undefined, Global);
    }
  });

  it('is as if it were not set, and is said', async () => {
    assert.deepEqual(settingProblems(), []);
    await configuration().update('refreshInterval', 'often', Global);
    await configuration().update('jobBudgets', { mail: '90s', sms: [] }, Global);
    await configuration().update('defaultJobBudget', {}, Global);
    await configuration().update('showUnknown', 'yes', Global);
    await configuration().update('rules.lock-duration', 'loud', Global);
    assert.equal(readSetting('refreshInterval'), 5);
    const { severities, jobBudgets, defaultJobBudget, showUnknown } = readLintSettings(folder());
    assert.deepEqual(severities, {});
    assert.deepEqual([jobBudgets, defaultJobBudget, showUnknown], [{ mail: '90s' }, null, false]);
    assert.deepEqual(settingProblems().sort(), [
      'bullLens.defaultJobBudget is an object, where it has to be a text such as "90s", or a number of ms.',
      'bullLens.jobBudgets.sms is a list, where it has to be a text such as "90s", or a number of ms.',
      'bullLens.refreshInterval is a text, where it has to be a number of seconds, 0 or from 1 to 86400.',
      'bullLens.rules.lock-duration is a text, where it has to be one of error, warning, information, hint and off.',
      'bullLens.showUnknown is a text, where it has to be true or false.',
    ]);
  });
});
