/**
 * How the simulated customer talks: waits for a greeting, says a sentence, lets the agent answer, says the next, thanks and
 * hangs up. Falls silent when the agent speaks. Pure; times in milliseconds.
 */
export type Conversation = {
  readonly phase: 'listening' | 'speaking' | 'interrupted' | 'over';
  /** Index of the sentence that is being said, or that comes next. */
  readonly next: number;
  readonly sentences: number;
  /** Since when this phase. */
  readonly since: number;
  /** The agent has spoken since the customer's last sentence. */
  readonly answered: boolean;
  /** When the agent last stopped speaking. */
  readonly quietSince: number;
};

export type Heard = {
  readonly at: number;
  readonly agentSpeaks: boolean;
  /** The sentence under way has come to its end. */
  readonly sentenceOver: boolean;
};

export type Say =
  | { readonly type: 'say'; readonly sentence: number }
  | { readonly type: 'pause' }
  | { readonly type: 'goOn' }
  | { readonly type: 'hangUp' };

/** An answer is over after this pause; without any answer the customer goes on after a longer one. */
const pauseMs = 900;
const patienceMs = 4_000;
const greetingPatienceMs = 2_500;
const beforeHangUpMs = 1_500;

export function startConversation(sentences: number, at: number): Conversation {
  return { phase: 'listening', next: 0, sentences, since: at, answered: false, quietSince: at };
}

export function converse(state: Conversation, heard: Heard): readonly [Conversation, Say | null] {
  const { at, agentSpeaks } = heard;
  switch (state.phase) {
    case 'listening':
      if (agentSpeaks) return [{ ...state, answered: true, quietSince: at }, null];
      if (state.answered ? at - state.quietSince < pauseMs : at - state.since < patienceOf(state)) return [state, null];
      if (state.next >= state.sentences) return [{ ...state, phase: 'over', since: at }, { type: 'hangUp' }];
      return [
        { ...state, phase: 'speaking', since: at, answered: false },
        { type: 'say', sentence: state.next },
      ];
    case 'speaking':
      if (heard.sentenceOver)
        return [{ ...state, phase: 'listening', next: state.next + 1, since: at, quietSince: at }, null];
      if (agentSpeaks) return [{ ...state, phase: 'interrupted', since: at, quietSince: at }, { type: 'pause' }];
      return [state, null];
    case 'interrupted':
      if (agentSpeaks) return [{ ...state, quietSince: at }, null];
      if (at - state.quietSince < pauseMs) return [state, null];
      return [{ ...state, phase: 'speaking', since: at }, { type: 'goOn' }];
    case 'over':
      return [state, null];
  }
}

function patienceOf(state: Conversation): number {
  if (state.next === 0) return greetingPatienceMs;
  return state.next >= state.sentences ? beforeHangUpMs : patienceMs;
}
