/** Whether an element takes typed text. */
export function isTextField(element: Element | null): boolean {
  const field = element?.closest('input, textarea, [contenteditable="true"]') ?? null;
  return field !== null && !/^(checkbox|radio|button|range)$/.test(field.getAttribute('type') ?? 'text');
}
