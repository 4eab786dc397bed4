import type Redis from 'ioredis';
import { Script } from './script';

/** A command on a key: what Redis permits a user, or not. */
export interface Right {
  /** In capitals. */
  readonly command: string;
  /** null where the command is refused whatever it is used on. */
  readonly key: string | null;
}

/**
 * Whether the user may run a command on a key, without running it; `redis.acl_check_cmd` is there since Redis 7.0. The
 * key is given twice: of RENAME, which has two, Redis finds none in one.
 */
export const permitted = `
local function permitted(command, key)
  local isKnown, isPermitted = pcall(redis.acl_check_cmd, command, key, key)
  return isKnown and isPermitted == true
end`;

const missingScript = new Script(`${permitted}
if not redis.acl_check_cmd then return false end
local missing = {}
for i = 1, #ARGV, 2 do
  if not permitted(ARGV[i], ARGV[i + 1]) then missing[#missing + 1] = (i - 1) / 2 end
end
return missing`);

/**
 * Those of the rights that the user of this client lacks; null where Redis does not tell (before 7.0). One round trip,
 * which changes nothing and needs no right that the actions themselves do not need.
 */
export async function missingRights(redis: Redis, rights: readonly Right[]): Promise<Right[] | null> {
  try {
    const args = rights.flatMap(({ command, key }) => [command, key ?? '']);
    const missing = (await missingScript.run(redis, [], args)) as number[] | null;
    return missing && missing.flatMap((i) => rights[i] ?? []);
  } catch (error) {
    const refused = error instanceof Error && /NOPERM.*'(evalsha|eval)'/i.exec(error.message)?.[1];
    if (!refused) throw error;
    return [{ command: refused.toUpperCase(), key: null }];
  }
}
