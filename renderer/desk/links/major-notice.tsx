import { TriangleAlert } from 'lucide-react';
import { useStoreQuery } from '../data/use-store-query.ts';
import { useText } from '../words/use-text.ts';
import { nameOf } from './link-words.ts';

/** While the phone rings: why they may be calling, before anything else. */
export function MajorNotice({ className }: { readonly className: string | undefined }) {
  const text = useText();
  const majors = useStoreQuery('majors', null) ?? [];
  const [first] = majors;
  if (first === undefined) return null;
  return (
    <p className={className}>
      <TriangleAlert size={14} aria-hidden="true" />
      <span>
        <strong>{text('links.majorUnderWay')}</strong> {nameOf(first.line, text)}
        {majors.length === 1 ? '' : ` ${text('links.otherMajors', { count: majors.length - 1 })}`}
      </span>
    </p>
  );
}
