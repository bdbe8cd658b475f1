/** The sign of Casque: a headset around a word being said. */
export function Mark({ size = 24 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 48 48" fill="none" aria-hidden="true">
      <path d="M8 30v-6a16 16 0 0 1 32 0v6" stroke="currentColor" strokeWidth="3.6" strokeLinecap="round" />
      <rect x="5" y="25" width="9" height="14" rx="4.5" fill="currentColor" />
      <rect x="34" y="25" width="9" height="14" rx="4.5" fill="currentColor" />
      <path d="M38.5 38c0 4-3.4 6-8 6" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />
      <circle cx="27" cy="44" r="2.6" fill="currentColor" />
      <path d="M20 28v4M24 25v10M28 28v4" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" />
    </svg>
  );
}
