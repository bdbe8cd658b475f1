export interface Stage {
  readonly name: string;
  readonly title: string;
  readonly runner?: 'vitest' | 'playwright';
}
export interface Result {
  readonly ok: boolean;
  readonly passed: number;
  readonly failed: number;
  readonly unsteady: readonly string[];
  readonly why?: string;
}
export function runSteps<S extends Stage>(
  steps: readonly (readonly (readonly S[])[])[],
  run: (stage: S, hasCompany: boolean) => Promise<Result>,
): Promise<{ readonly passed: number; readonly failed: number; readonly lines: readonly string[] }>;
