import { GitMerge } from 'lucide-react';
import { Button } from '../design/button.tsx';
import { StateMark } from '../design/state-mark.tsx';
import { priorityText, stateLabel } from '../words/labels.ts';
import { useText, type Text } from '../words/use-text.ts';
import styles from './meanwhile.module.css';
import type { News } from './meanwhile.ts';

/** What changed while the agent was writing, before their note joins it. */
export default function MeanwhilePanel(props: { readonly news: readonly News[]; readonly onBack: () => void }) {
  const text = useText();
  return (
    <section className={styles.panel} role="alert" aria-label={text('meanwhile.title')}>
      <p className={styles.title}>
        <GitMerge size={15} aria-hidden="true" />
        {text('meanwhile.title')}
      </p>
      <NewsList news={props.news} />
      <div className={styles.foot}>
        <span>{text('meanwhile.waits')}</span>
        <Button onClick={props.onBack}>{text('meanwhile.back')}</Button>
      </div>
    </section>
  );
}

/** What colleagues did, one line each. */
export function NewsList({ news }: { readonly news: readonly News[] }) {
  const text = useText();
  return (
    <ul className={styles.list} tabIndex={0} aria-label={text('meanwhile.title')}>
      {news.map((each, place) => (
        <li key={place}>{lineOf(each, text)}</li>
      ))}
    </ul>
  );
}

function lineOf(news: News, text: Text) {
  switch (news.kind) {
    case 'note':
      return (
        <>
          <strong>{news.name}</strong> <q data-selectable="">{news.text}</q>
        </>
      );
    case 'email':
    case 'chat':
      return (
        <>
          <strong>{news.name}</strong>{' '}
          {text(news.kind === 'email' ? 'meanwhile.email' : 'meanwhile.chat', { name: news.correspondent })}{' '}
          <q data-selectable="">{news.text}</q>
        </>
      );
    case 'state':
      return (
        <span className={styles.state}>
          <strong>{news.name}</strong>
          <StateMark state={news.to} />
          {text(stateLabel[news.to])}
        </span>
      );
    case 'merged':
      return (
        <>
          <strong>{news.name}</strong>{' '}
          {text(news.into ? 'timeline.mergedInto' : 'timeline.mergedFrom', { ticket: news.subject })}
        </>
      );
    case 'subject':
      return (
        <>
          {text('ticket.subject')} <q data-selectable="">{news.subject}</q>
        </>
      );
    case 'assignee':
      return news.name === null ? text('ticket.nobody') : text('ticket.assigneeIs', { name: news.name });
    case 'priority':
      return text('ticket.priorityIs', { priority: priorityText(news.priority, text) });
  }
}
