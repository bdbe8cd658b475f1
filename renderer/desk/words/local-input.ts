/** What `datetime-local` wants: local time without a zone; empty for what is no time. */
export function localInput(at: string | number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime())
    ? ''
    : new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
