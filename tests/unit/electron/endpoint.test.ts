import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CodedError } from '../../../domain/errors.ts';
import { endpoint } from '../../../electron/ipc/endpoint.ts';

const contract = {
  'desk:double': { argument: z.object({ secret: z.string().max(8) }), result: z.object({ twice: z.string() }) },
  'desk:refused': { argument: z.null(), result: z.null() },
};

const answer = endpoint(contract, {
  'desk:double': ({ secret }) => ({ twice: secret === 'broken' ? (5 as unknown as string) : secret + secret }),
  'desk:refused': () => {
    throw new CodedError('STORE_FULL');
  },
});

describe('a page’s request', () => {
  test('is answered by its handler, without fields that nobody declared', async () => {
    expect(await answer('desk:double', { secret: 'ab', more: 1 })).toEqual({ twice: 'abab' });
  });

  test.each([
    ['a channel that does not exist', 'desk:other', null],
    ['a channel of the other page', 'voice:account', null],
    ['a name that every object has', 'constructor', null],
    ['no name at all', 7, null],
    ['an argument of another shape', 'desk:double', { secret: 5 }],
    ['an argument that is too long', 'desk:double', { secret: 'mot de passe secret' }],
  ])('is refused for %s', async (_, channel, argument) => {
    const error = await answer(channel, argument).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CodedError);
    expect((error as CodedError).code).toBe('REQUEST_MALFORMED');
    expect((error as CodedError).message).not.toContain('mot de passe');
  });

  test('never gets an answer that breaks the contract', async () => {
    await expect(answer('desk:double', { secret: 'broken' })).rejects.toMatchObject({ code: 'SHELL_FAILED' });
  });

  test('gets the code of a handler that refused', async () => {
    await expect(answer('desk:refused', null)).rejects.toMatchObject({ code: 'STORE_FULL' });
  });
});
