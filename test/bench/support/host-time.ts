import { readdirSync, readFileSync } from 'node:fs';

/** ms of a tick of the kernel's clock (USER_HZ, which is 100 on every Linux). */
const TICK = 10;

/** ms that the processor has worked for the extension hosts of a VS Code server since they began, on Linux. */
export function hostTime(server: number): number {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return processes.reduce((sum, pid) => sum + (isHostOf(pid, server) ? timeOf(pid) : 0), 0);
}

function isHostOf(pid: string, server: number): boolean {
  try {
    return (
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=extensionHost') && fieldsOf(pid)[2] === `${server}`
    );
  } catch {
    // It has ended.
    return false;
  }
}

function timeOf(pid: string): number {
  const [utime, stime] = [11, 12].map((i) => Number(fieldsOf(pid)[i]));
  return (utime! + stime!) * TICK;
}

/** What follows the name in /proc/PID/stat: the state, the parent, the group, … */
function fieldsOf(pid: string): string[] {
  return readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
}
