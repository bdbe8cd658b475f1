import type { FeatureCodes, LineQueue } from '../../../domain/wire/provisioning.ts';
import type { FeatureCall } from '../sip/feature-call.ts';
import type { Watch } from '../sip/subscriptions.ts';

/** What a line gives besides its calls: codes for the PBX itself, and what the PBX tells of itself. */
export type LineServices = {
  readonly dialCode: (code: string) => FeatureCall;
  readonly watch: Watch;
  readonly queues: readonly LineQueue[];
  readonly codes: FeatureCodes;
  /** The user part of the line: whose mailbox it is, and what stands for `{line}`. */
  readonly user: string;
};

export type CodeValues = { readonly queue?: string; readonly line: string; readonly reason?: string };

/** A code as it is dialled. What has no value leaves nothing behind. */
export function filledCode(pattern: string, { queue = '', line, reason = '' }: CodeValues): string {
  const values = { queue, line, reason } as const;
  return pattern.replace(/\{(queue|line|reason)\}/g, (_, name: keyof typeof values) => values[name]);
}
