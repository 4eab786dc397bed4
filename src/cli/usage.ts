/** A mistake in how the command was called; the message is a sentence for the person who typed it. */
export class UsageError extends Error {}

/** `--format takes table or json, not 'xml'.` */
export function takes(option: string, what: string, text: string): UsageError {
  return new UsageError(`${option} takes ${what}, not '${text}'.`);
}

const list = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** `text, json or markdown` */
export function anyOf(names: readonly string[]): string {
  return list.format(names);
}

export const usage = `Usage: bull-lens lint [options] [files, folders or globs]
       bull-lens status | failed | find | job | retry | watch [options]

lint finds what is wrong with how Bull queues are configured. Without a path it lints the current folder, and
what .gitignore names or node_modules holds is left out. The others look at the queues of a Redis:

  status                     Every queue with its counts and the causes of its failures
  failed                     The failed jobs [--queue <name>], or their causes [--by-cause]
  find <query>               The jobs that are asked for: "orderId = 42 and attempts > 1" [--queue <name>]
                             [--state failed]
  job <queue> <id>           All that Redis holds of a job
  retry --queue <name>       Retry its failed jobs [--cause <id or pattern>] [--rate 50/s] [--dry-run] [--yes]
                             [--finished-too]: also those that had done their work (Missing lock)
  watch [--for 30m]          Follow the jobs that finish from now on, as after a deployment, and hold them against
                             [--max-failure-rate 2%] [--min-completion 95%] [--max-avg-duration 60s]
                             [--max-connections <n>] [--forbid-cause missing-lock,stalled]

Options of these:
  --redis <url>              The Redis; or set BULL_LENS_REDIS, so that no password stands in the shell's history
  --connection <name>        A connection of the workspace's settings; its password from BULL_LENS_PASSWORD
  --prefix <prefix>          Bull's key prefix, where it is not bull; may be repeated
  --format <name>            table (default) or json; of find also jsonl or csv; of watch text (default), json or markdown

Options of lint:
  --fix                      Apply the preferred fix of each finding
  --fix-dry-run              Print what --fix would change, as a unified diff, and change nothing
  --format <name>            stylish (default), json (ESLint's), sarif (2.1.0) or github (annotations)
  --max-warnings <n>         Exit with 1 when there are more warnings than this
  --baseline <file>          Tell only what is not among the findings that this file counts
  --update-baseline          Write the findings of now into that file
  --rule <id>:<severity>     error, warning, information, hint or off, for one rule; may be repeated
  --job-budget <duration>    How long a job may take where nothing else says it: 60s, 2m
  --debug                    Say what went wrong inside the linter, on standard error
  --version                  Print the version
  -h, --help                 Print this text

Settings are read from .vscode/settings.json (bullLens.*), so that the editor and CI agree.

Exit codes: 0 no errors, or all was done, or a watch held; 1 errors, too many warnings, something was left, or a watch
was breached; 2 could not run, or nothing was there to watch.
`;
