/**
 * Questions that are asked in one turn of the event loop go to the database together: a busy server asks less often, an idle one waits for nobody. Each is
 * asked after its caller came, as if it were alone.
 */
export class Gathering<Question, Answer> {
  readonly #ask: (questions: readonly Question[]) => Promise<readonly Answer[]>;
  #next: { readonly questions: Question[]; readonly answers: Promise<readonly Answer[]> } | undefined;

  /** @param ask gives the answers in the order of the questions */
  constructor(ask: (questions: readonly Question[]) => Promise<readonly Answer[]>) {
    this.#ask = ask;
  }

  async answer(question: Question): Promise<Answer> {
    this.#next ??= this.#begin();
    const { questions, answers } = this.#next;
    const place = questions.push(question) - 1;
    return (await answers)[place] as Answer;
  }

  #begin(): { questions: Question[]; answers: Promise<readonly Answer[]> } {
    const questions: Question[] = [];
    const turn = new Promise<void>((done) => setImmediate(done));
    const answers = turn.then(() => {
      this.#next = undefined;
      return this.#ask(questions);
    });
    return { questions, answers };
  }
}
