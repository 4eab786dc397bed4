import type { KnownCause } from './known-cause';

/** Texts: PostgreSQL, MySQL, SQLite, MongoDB, and what Prisma makes of them. */
export const databaseCauses: readonly KnownCause[] = [
  {
    id: 'database-unreachable',
    title: 'Database out of reach',
    pattern:
      /Can't reach database server|\bP1001\b|Server selection timed out|MongoServerSelectionError|^Connection terminated unexpectedly$|terminating connection due to administrator command|the database system is (?:starting up|shutting down|in recovery)/,
    explanation: 'The database did not answer, or closed the connection.',
    alreadyFinished: false,
    retrySafe: null,
    note: 'is the database up?',
    before: 'See that the database is up and that the workers reach it.',
  },
  {
    id: 'database-connections',
    title: 'No free database connection',
    pattern:
      /Timed out fetching a new connection from the connection pool|sorry, too many clients already|remaining connection slots are reserved|timeout exceeded when trying to connect|Too many connections|\bP2024\b/i,
    explanation: 'The pool, or the database itself, had no free connection in time.',
    alreadyFinished: false,
    retrySafe: null,
    note: 'too many connections',
    before: 'Lower the concurrency, or retry at a rate: all at once the jobs wait for the same connections again.',
  },
  {
    id: 'database-password',
    title: 'Database refuses the password',
    pattern:
      /password authentication failed|Access denied for user|\bP1000\b|Authentication failed against database|bad auth : /,
    explanation: 'The database refused the user or the password.',
    alreadyFinished: false,
    retrySafe: true,
    note: 'do not retry yet: wrong password',
    before: 'Mend the user or the password.',
  },
  {
    id: 'unique-constraint',
    title: 'Already there',
    pattern:
      /duplicate key value violates unique constraint|Unique constraint failed|\bE11000\b|^(?:ER_DUP_ENTRY: )?Duplicate entry |UNIQUE constraint failed|\bP2002\b/,
    explanation:
      'The database holds a row with this key already: often the job itself wrote it, in a run before this one.',
    alreadyFinished: false,
    retrySafe: false,
    note: 'already there: its work may be done',
    before: 'See whether the row is the work of the same job: then there is nothing to retry.',
  },
  {
    id: 'foreign-key',
    title: 'Refers to nothing',
    pattern:
      /violates foreign key constraint|Foreign key constraint (?:failed|violated)|FOREIGN KEY constraint failed|\bP2003\b|a foreign key constraint fails/i,
    explanation: 'The row refers to another that is not there.',
    alreadyFinished: false,
    retrySafe: null,
    note: 'do not retry yet: what it refers to is missing',
    before: 'Make the row that it refers to, or leave the job as it is.',
  },
  {
    id: 'record-not-found',
    title: 'Record not found',
    pattern: /required but not found|No record was found|\bP2025\b|Record to (?:update|delete).* not/i,
    explanation: 'The row that the job wanted to change, or depends on, is not there.',
    alreadyFinished: false,
    retrySafe: null,
    note: 'do not retry yet: the record is missing',
    before: 'See why the row is not there: not written yet, or deleted.',
  },
  {
    id: 'database-conflict',
    title: 'Conflict of transactions',
    pattern: /^deadlock detected|Deadlock found|could not serialize access|write conflict|\bWriteConflict\b|\bP2034\b/i,
    explanation: 'The database ended this transaction because another one changed the same rows.',
    alreadyFinished: false,
    retrySafe: true,
    note: 'others wrote the same rows',
    before: null,
  },
  {
    id: 'database-schema',
    title: 'Schema differs',
    pattern:
      /(?:relation|column) .*does not exist|(?:table|column) .* does not exist in the current database|no such (?:table|column)|Unknown column|\bP202[12]\b|ER_NO_SUCH_TABLE|Table .* doesn\'t exist/i,
    explanation: 'The code asks for a table or column that this database does not have.',
    alreadyFinished: false,
    retrySafe: null,
    note: 'do not retry yet: table or column is missing',
    before: 'Run the migration, or deploy the code that fits the database.',
  },
  {
    id: 'database-timeout',
    title: 'Query timed out',
    pattern:
      /statement timeout|lock timeout|Lock wait timeout exceeded|Transaction already closed|expired transaction|\bP2028\b|Query read timeout/i,
    explanation: 'The database ended a query or a transaction that took too long.',
    alreadyFinished: false,
    retrySafe: true,
    note: 'took too long',
    before: null,
  },
];
