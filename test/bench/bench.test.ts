import assert from 'node:assert/strict';
import { benchmarkNames, loadBenchmark } from './benchmarks';

describe('the benchmarks still start', () => {
  for (const name of benchmarkNames()) {
    it(name, async () => {
      const benchmark = await loadBenchmark(name);
      const rows = await benchmark({ smoke: true });
      assert.notEqual(rows.length, 0);
    }).timeout(120_000);
  }
});
