/** A module that is given a name as a whole: `import * as a from`, `import a = require(`, `const a = require(`. */
const NAMED =
  /(?:import\s*\*\s*as\s+([\w$]+)\s+from|(?:import|const|let|var)\s+([\w$]+)\s*=\s*(?:await\s+)?(?:require|import)\s*\()\s*$/;
/** What is in front of a module that only members are taken from, or that is loaded for its effects. */
const TAKEN_APART = /(?:\}\s*=|^|;)\s*(?:await\s+)?(?:require|import)\s*\(\s*$/;
const LOADED = /(?:(?:require|import)\s*\(|export\s*\*\s*as\s+[\w$]+\s+from)\s*$/;

/**
 * Whether a file may hand all that a module exports to others, as far as its text shows: without a name of the module's
 * exports in it, `exports.queues = require('./queues')`.
 */
export function passesOn(text: string, specifier: string): boolean {
  for (const quoted of [`'${specifier}'`, `"${specifier}"`]) {
    for (let at = text.indexOf(quoted); at !== -1; at = text.indexOf(quoted, at + 1)) {
      const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
      const after = text.slice(at + quoted.length, at + quoted.length + 20);
      const named = NAMED.exec(line);
      if (named) {
        if (isUsedWhole(text, named[1] ?? named[2] ?? '')) return true;
      } else if (LOADED.test(line) && !TAKEN_APART.test(line) && !/^\s*\)+\s*(?:\?\.|[.[])/.test(after)) return true;
    }
  }
  return false;
}

/** Whether a name stands somewhere without a member of it behind. */
function isUsedWhole(text: string, name: string): boolean {
  const uses = text.matchAll(
    new RegExp(
      `(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])\\s*(\\?\\.|[.[]|from\\b|=\\s*(?:await\\s+)?(?:require|import)\\b)?`,
      'g',
    ),
  );
  return [...uses].some(([, behind]) => behind === undefined);
}
