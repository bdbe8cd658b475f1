import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mutations } from '../../../domain/mutation/registry.ts';
import { unboundedIn } from './unbounded.ts';

describe('what a mutation takes has an end', () => {
  it.each(Object.entries(mutations))('%s', (_name, { args }) => {
    expect(unboundedIn(z.toJSONSchema(args, { io: 'input', unrepresentable: 'any' }))).toEqual([]);
  });
});
