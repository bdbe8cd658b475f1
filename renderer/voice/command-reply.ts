import type { ErrorCode } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import type { TestResult } from './contract/diagnostics.ts';
import type { QualityDetails } from './contract/quality.ts';

/** What a command came to. Its outcome is read in the state. */
export type CommandReply = {
  readonly error: ErrorCode | null;
  readonly callId?: Id;
  readonly quality?: QualityDetails;
  readonly test?: TestResult;
};

export const done: CommandReply = { error: null };
