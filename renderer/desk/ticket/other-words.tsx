import { otherDraftKey } from '../../store/contract.ts';
import { Button } from '../design/button.tsx';
import { useText } from '../words/use-text.ts';
import styles from './composer.module.css';
import { useDraft } from './use-draft.ts';

export type OtherWordsProps = {
  /** Of the draft beside which they are kept. */
  readonly draftKey: string;
  /** The words in what is kept, where that is more than they. */
  readonly wordsIn?: (kept: string) => string;
  readonly onTake: (words: string) => void;
};

/** Another text of this agent for the same thing, from another desk: the two were never put together by themselves. */
export function OtherWords({ draftKey, wordsIn = (kept) => kept, onTake }: OtherWordsProps) {
  const text = useText();
  const other = useDraft(otherDraftKey(draftKey));
  if (other.text === '') return null;
  const words = wordsIn(other.text);
  return (
    <section className={styles.other} aria-label={text('composer.other')}>
      <p className={styles.otherTitle}>{text('composer.other')}</p>
      <p className={styles.otherWords} data-selectable="">
        {words}
      </p>
      <div className={styles.otherFoot}>
        <Button onClick={() => other.type('')}>{text('composer.otherDrop')}</Button>
        <Button
          kind="outlined"
          onClick={() => {
            onTake(words);
            other.type('');
          }}
        >
          {text('composer.otherTake')}
        </Button>
      </div>
    </section>
  );
}
