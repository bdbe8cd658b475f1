import { TriangleAlert } from 'lucide-react';
import { useStoreQuery } from '../data/use-store-query.ts';
import { useText } from '../words/use-text.ts';
import { nameOf } from './link-words.ts';

/** While the phone rings: why they may be calling, before anything else. An incident of another team counts once a ticket here is attached to it. */
export function MajorNotice({ className }: { readonly className: string | undefined }) {
  const text = useText();
  const here = useStoreQuery('majors', null) ?? [];
  const elsewhere = useStoreQuery('majorsElsewhere', null) ?? [];
  const majors = [...here.map(({ line }) => line), ...elsewhere.map(({ outline }) => outline)];
  const [first] = majors;
  if (first === undefined) return null;
  return (
    <p className={className}>
      <TriangleAlert size={14} aria-hidden="true" />
      <span>
        <strong>{text('links.majorUnderWay')}</strong> {nameOf(first, text)}
        {majors.length === 1 ? '' : ` ${text('links.otherMajors', { count: majors.length - 1 })}`}
      </span>
    </p>
  );
}
