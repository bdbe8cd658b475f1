import { CircleCheck, CircleX, MessageCircleMore, MessageCircleQuestionMark } from 'lucide-react';
import type { ValidationView } from '../../store/contract.ts';
import { DeliveryMark } from '../design/delivery-mark.tsx';
import { Clock } from '../timeline/clock.tsx';
import { useText } from '../words/use-text.ts';
import styles from './validation.module.css';
import { verdictText } from './verdict.ts';

/** A question to colleagues in the ticket's history, with what became of it. */
export function ValidationItem({ view }: { readonly view: ValidationView }) {
  const text = useText();
  const { validation, asker, asked, answerer, delivery } = view;
  const { state, verdict, answer, askedAt, question } = validation;
  const Icon =
    verdict === 'yes'
      ? CircleCheck
      : verdict === 'no'
        ? CircleX
        : state === 'answered'
          ? MessageCircleMore
          : MessageCircleQuestionMark;
  return (
    <li className={styles.item} data-verdict={verdict ?? undefined}>
      <Icon size={15} className={styles.lineIcon} aria-hidden="true" />
      <div className={styles.itemBody}>
        <p className={styles.itemHead}>
          <strong>{text('validation.askedBy', { asker: asker.name, asked: asked.name })}</strong>
          <Clock at={askedAt} />
          {delivery === 'confirmed' ? null : <DeliveryMark delivery={delivery} />}
        </p>
        <p className={styles.itemText} data-selectable="">
          {question}
        </p>
        {state === 'answered' && verdict !== null ? (
          <p className={styles.itemText} data-selectable="">
            <strong>{answerer?.name}</strong> · {verdictText(verdict, answer, text)}
          </p>
        ) : (
          <p className={styles.quiet}>{text(state === 'withdrawn' ? 'validation.withdrawn' : 'validation.waiting')}</p>
        )}
      </div>
    </li>
  );
}
