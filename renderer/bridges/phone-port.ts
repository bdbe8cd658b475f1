/** Marks the window message that carries the MessagePort between desk and phone, on both sides. */
export const phonePortMark = 'casque:phone-port';
