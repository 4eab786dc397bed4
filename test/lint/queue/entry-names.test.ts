import assert from 'node:assert/strict';
import { isEntryName } from '../../../src/lint/queue/entry-names';

const ENTRIES = `
  main.ts index.js server.mjs app.ts www cli.ts worker.ts workers.js cron.js consumer.ts cluster.js start.js run.ts daemon.js
  main.prod.ts server.dev.js index.web.js index.production.js app.local.js main-api.ts main_node.ts server.lambda.ts
  main-worker.ts mainWorker.js main.worker.ts worker.main.ts app.worker.ts worker-start.js start-workers.js start-server.ts
  mail-worker.ts mail.worker.ts mail_worker.ts mailWorker.js start-mail-worker.ts queue-worker.cjs scraper-worker.mts
  api-server.ts bull-board-server.js socket.server.ts orders-consumer.ts newsletter-cron.ts expiring.daemon.js
`;

const PARTS = `
  main-server-handler.ts worker-utils.ts server-config.js index-helpers.js app-module.ts cli-options.ts main.helpers.ts
  app.module.ts app.controller.ts app.service.ts app.config.ts worker.module.ts worker.service.ts cron.service.ts
  server.types.ts server.config.js index.types.ts server-utils.ts server-error.ts server_stats.ts mainController.ts
  worker-pool.ts workerManager.js worker-calls.js cron-jobs.ts cronJobs.ts scheduler-config.js cluster-queue.js run-task.ts
  create-server.ts setupServer.js createWorkers.ts manage-workers.ts register-service-worker.js service-worker.js
  base-worker.ts mock-server.ts MailWorker.ts Server.ts App.tsx mailer.ts queue.ts api.ts web.js production.ts
  maintenance.ts indexes.ts apply.ts webserverless.js index.test.ts server.spec.ts
`;

const namesIn = (table: string) => table.trim().split(/\s+/);

describe('the names of the files that programs start with', () => {
  for (const name of namesIn(ENTRIES)) it(`are such as ${name}`, () => assert.equal(isEntryName(name), true));
  for (const name of namesIn(PARTS)) it(`are none such as ${name}`, () => assert.equal(isEntryName(name), false));
});
