import { readFileSync, readdirSync } from 'node:fs';

/** Of the processes of a program, all together. */
export type Usage = {
  /** Seconds of processor time since they began. */
  readonly cpu: number;
  /** Proportional set size, MB. */
  readonly memory: number;
};

/** Clock ticks in a second (`getconf CLK_TCK`), which Linux fixes for programs. */
const ticks = 100;

/** What everything that a process started has used, children that have ended included. */
export function usageOfChildren(pid: number): Usage {
  return childrenOf(pid)
    .flatMap((child) => [usageOf(child), usageOfChildren(child)])
    .reduce((sum, each) => ({ cpu: sum.cpu + each.cpu, memory: sum.memory + each.memory }), { cpu: 0, memory: 0 });
}

/** What one process has used, with its children that have ended. */
export function usageOf(pid: number): Usage {
  try {
    // The name, in parentheses, may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const cpu = [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field] ?? 0), 0) / ticks;
    const memory = Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024;
    return { cpu, memory };
  } catch {
    // It has ended meanwhile; its parent has its times.
    return { cpu: 0, memory: 0 };
  }
}

/** Which process started this one; undefined where it is not on this machine. */
export function parentOf(pid: number): number | undefined {
  try {
    const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return parent === undefined ? undefined : Number(parent);
  } catch {
    return undefined;
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
      .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '))
      .filter((child) => child !== '')
      .map(Number);
  } catch {
    return [];
  }
}
