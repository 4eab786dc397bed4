// The linter's thread.
import { parentPort, workerData } from 'node:worker_threads';
import { rules } from '../lint';
import { serve, type ThreadData } from './serve';

if (parentPort) serve(parentPort, workerData as ThreadData, rules);
