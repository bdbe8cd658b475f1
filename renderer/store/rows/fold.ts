/** For comparing what people type: no case, no accents, ligatures written out. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/ß/g, 'ss');
}

export function words(text: string): string[] {
  return fold(text).split(/\s+/).filter(Boolean);
}
