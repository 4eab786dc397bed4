import assert from 'node:assert/strict';
import { expandEnvironment } from '../../src/connections/environment';

describe('expandEnvironment', () => {
  const environment = { HOST: 'localhost', PORT: '6379', EMPTY: '' };

  it('puts each variable into its place', () => {
    assert.equal(expandEnvironment('redis://${env:HOST}:${env:PORT}', environment), 'redis://localhost:6379');
  });

  it('takes an empty variable as what it is', () => {
    assert.equal(expandEnvironment('redis://h${env:EMPTY}', environment), 'redis://h');
  });

  it('leaves what is no variable', () => {
    assert.equal(expandEnvironment('redis://$HOST/${HOST}/$1', environment), 'redis://$HOST/${HOST}/$1');
  });

  it('does not expand what a variable holds', () => {
    assert.equal(expandEnvironment('${env:A}', { A: '${env:B}$&', B: 'b' }), '${env:B}$&');
  });

  it('names the variable that is not set', () => {
    assert.throws(
      () => expandEnvironment('redis://${env:NO_HOST}', environment),
      /^Error: The environment variable NO_HOST is not set for VS Code\.$/,
    );
  });
});
