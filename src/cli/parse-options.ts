import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './usage';

/** `parseArgs` with positionals, whose sentences are for a person. @throws UsageError */
export function parseOptions<O extends NonNullable<ParseArgsConfig['options']>>(argv: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (error) {
    // Node's sentences are good ones: "Unknown option '--foo'.", and then a hint about `--` that misleads more than it
    // helps. The value of an option, which may hold a password, is not in them.
    const [sentence = ''] = String((error as Error).message).split(/(?<=\.) |\n/);
    throw new UsageError(sentence.endsWith('.') ? sentence : `${sentence}.`);
  }
}
