// Mocha's spec reporter, which also leaves the numbers in the file that BULL_LENS_TEST_COUNTS names, for `npm test`.
const { writeFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.BULL_LENS_TEST_COUNTS;
    if (!file) return;
    // An exit, at which the servers that the tests started end too.
    process.once('SIGTERM', () => process.exit(143));
    const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING, EVENT_RUN_END } = Runner.constants;
    // After each test, so that the numbers are there when the run is ended from outside.
    for (const event of [EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING, EVENT_RUN_END]) {
      runner.on(event, () => {
        const { passes: passed, failures: failed, pending: skipped } = this.stats;
        writeFileSync(file, JSON.stringify({ passed, failed, skipped }));
      });
    }
  }
};
