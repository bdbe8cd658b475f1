import { expect, it } from 'vitest';
import { Gathering } from '../../../server/database/gathering.ts';

/** Answers when it is told to. */
class Library {
  readonly asked: (readonly string[])[] = [];
  readonly #open: { readonly give: () => void; readonly refuse: (error: Error) => void }[] = [];

  readonly ask = async (questions: readonly string[]): Promise<string[]> => {
    this.asked.push(questions);
    await new Promise<void>((give, refuse) => this.#open.push({ give, refuse }));
    return questions.map((question) => `${question}!`);
  };

  give(): void {
    this.#open.shift()?.give();
  }

  refuse(): void {
    this.#open.shift()?.refuse(new Error('closed'));
  }
}

async function turn(): Promise<void> {
  await new Promise<void>((done) => setImmediate(done));
}

it('asks together what comes in one turn, and gives each its own answer', async () => {
  const library = new Library();
  const gathering = new Gathering(library.ask);
  const answers = Promise.all(['a', 'b', 'a'].map(async (question) => await gathering.answer(question)));
  await turn();
  expect(library.asked).toEqual([['a', 'b', 'a']]);
  library.give();
  expect(await answers).toEqual(['a!', 'b!', 'a!']);
});

it('asks again for whoever comes after it has asked, and does not wait for the first answer', async () => {
  const library = new Library();
  const gathering = new Gathering(library.ask);
  const first = gathering.answer('a');
  await turn();
  const second = gathering.answer('a');
  await turn();
  expect(library.asked).toEqual([['a'], ['a']]);
  library.give();
  library.give();
  expect([await first, await second]).toEqual(['a!', 'a!']);
});

it('fails all of those that were asked together, and nobody after them', async () => {
  const library = new Library();
  const gathering = new Gathering(library.ask);
  const failing = ['a', 'b'].map((question) => expect(gathering.answer(question)).rejects.toThrow('closed'));
  await turn();
  library.refuse();
  await Promise.all(failing);
  const later = gathering.answer('c');
  await turn();
  library.give();
  expect(await later).toBe('c!');
});
