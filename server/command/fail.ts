import { CodedError, type ErrorCode } from '../../domain/errors.ts';

/** What went wrong and what to do, for the person at the terminal. `detail` follows. */
const sentences: Partial<Record<ErrorCode, string>> = {
  START_PORT_IN_USE: 'Another program already listens there; choose another port with --port',
  START_DATABASE_UNREACHABLE: 'The database cannot be reached',
  START_DATABASE_NEWER: 'The database was made by a newer casque-server; install that version',
  START_DATA_FOLDER_READ_ONLY: 'The data folder cannot be written; choose another with --data',
  START_DATA_FOLDER_IN_USE: 'The data folder is in use; stop the other server or choose another folder with --data',
  START_CONFIGURATION_INVALID: 'The configuration is wrong',
  NOT_FOUND: 'Not found',
  MUTATION_ID_TAKEN: 'Already taken',
  WEBHOOK_NOT_TAKEN: 'The webhook did not take the message',
  REQUEST_MALFORMED: 'The input is wrong',
  AUTH_PASSWORD_TOO_SHORT: 'The password is too short',
  AUTH_PASSWORD_TOO_LONG: 'The password is too long',
  AUTH_PASSWORD_COMMON: 'The password will be guessed',
  AUTH_PASSWORD_HAS_LOGIN: 'The password will be guessed',
};

/** One line for standard error. What is no coded error is a fault of ours and comes with its stack. */
export function sentenceFor(error: unknown): string {
  if (error instanceof CodedError) {
    const sentence = sentences[error.code] ?? 'It did not work';
    const detail = error.detail === undefined ? '' : `: ${error.detail.replace(/\s+/g, ' ')}`;
    return `casque-server: ${sentence}${detail} [${error.code}]`;
  }
  return `casque-server: unexpected failure: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
