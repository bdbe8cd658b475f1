/** What the build writes into a page wherever a nonce belongs; the protocol handler puts a fresh one there. */
export const noncePlaceholder = 'casque-nonce-placeholder';
