/**
 * The catalogue of coded errors that server, store, phone and shell share. A code is stable and is what logs carry;
 * the sentence a person reads is looked up by code in the desk's translations (`error.CODE`).
 * `status` is the HTTP status that the server answers with; `retry` tells a client whether the same request may succeed later.
 */
export const errorCatalogue = {
  // sign-in and session
  AUTH_WRONG_CREDENTIALS: { status: 401, retry: false },
  AUTH_PASSWORDS_OFF: { status: 403, retry: false },
  AUTH_SESSION_ENDED: { status: 401, retry: false },
  AUTH_PROOF_STALE: { status: 401, retry: true },
  AUTH_TOO_MANY_ATTEMPTS: { status: 429, retry: true },
  AUTH_PROVIDER_UNREACHABLE: { status: 503, retry: true },
  AUTH_PROVIDER_REFUSED: { status: 401, retry: false },
  AUTH_NO_ACCOUNT: { status: 403, retry: false },
  AUTH_OTHER_ACCOUNT: { status: 409, retry: false },
  // another password
  AUTH_PASSWORD_WRONG: { status: 403, retry: false },
  AUTH_PASSWORD_TOO_SHORT: { status: 422, retry: false },
  AUTH_PASSWORD_TOO_LONG: { status: 422, retry: false },
  AUTH_PASSWORD_COMMON: { status: 422, retry: false },
  AUTH_PASSWORD_HAS_LOGIN: { status: 422, retry: false },
  AUTH_PASSWORD_SAME: { status: 422, retry: false },
  AUTH_PASSWORD_ELSEWHERE: { status: 409, retry: false },
  // requests
  REQUEST_MALFORMED: { status: 400, retry: false },
  REQUEST_TOO_LARGE: { status: 413, retry: false },
  REQUEST_TYPE_UNKNOWN: { status: 415, retry: false },
  REQUEST_TOO_MANY: { status: 429, retry: true },
  NOT_FOUND: { status: 404, retry: false },
  CLIENT_TOO_OLD: { status: 426, retry: false },
  SERVER_FAILED: { status: 500, retry: true },
  SERVER_UNAVAILABLE: { status: 503, retry: true },
  // the server as seen from the desk
  SERVER_UNREACHABLE: { status: 503, retry: true },
  SERVER_REPLY_MALFORMED: { status: 502, retry: false },
  PROVISIONING_MALFORMED: { status: 502, retry: false },
  SERVER_URL_INVALID: { status: 400, retry: false },
  // files
  FILE_TOO_LARGE: { status: 413, retry: false },
  FILE_TYPE_REFUSED: { status: 415, retry: false },
  FILE_INCOMPLETE: { status: 409, retry: true },
  FILE_DAMAGED: { status: 422, retry: true },
  FILE_REFUSED: { status: 422, retry: false },
  FILE_QUOTA_REACHED: { status: 413, retry: true },
  FILE_STORAGE_FULL: { status: 507, retry: true },
  FILE_STORAGE_UNAVAILABLE: { status: 503, retry: true },
  // sync
  SYNC_SEQUENCE_GAP: { status: 409, retry: false },
  SYNC_CLIENT_UNKNOWN: { status: 409, retry: false },
  // mutations (results that travel as data)
  MUTATION_UNKNOWN: { status: 422, retry: false },
  MUTATION_INVALID: { status: 422, retry: false },
  MUTATION_FORBIDDEN: { status: 403, retry: false },
  MUTATION_TARGET_MISSING: { status: 404, retry: false },
  MUTATION_ID_TAKEN: { status: 409, retry: false },
  MUTATION_TRANSITION_REFUSED: { status: 409, retry: false },
  MUTATION_CHANGED_MEANWHILE: { status: 409, retry: false },
  MUTATION_TICKET_DELETED: { status: 410, retry: false },
  MUTATION_TICKET_HANDED_OVER: { status: 409, retry: false },
  MUTATION_TICKET_MERGED: { status: 409, retry: false },
  MUTATION_TOO_MANY_NUMBERS: { status: 422, retry: false },
  MUTATION_FAILED: { status: 500, retry: false },
  // the store on this machine
  STORE_UNAVAILABLE: { status: 500, retry: true },
  STORE_FULL: { status: 507, retry: true },
  STORE_DAMAGED: { status: 500, retry: false },
  STORE_READ_ONLY: { status: 500, retry: false },
  // the phone
  PHONE_NO_LINE: { status: 404, retry: false },
  PHONE_WRONG_PASSWORD: { status: 401, retry: false },
  PHONE_LINE_UNKNOWN: { status: 404, retry: false },
  PHONE_DIGEST_UNSUPPORTED: { status: 401, retry: false },
  PHONE_CERTIFICATE_INVALID: { status: 502, retry: true },
  PHONE_PBX_UNREACHABLE: { status: 503, retry: true },
  PHONE_PBX_REFUSED: { status: 502, retry: true },
  PHONE_NOT_REGISTERED: { status: 503, retry: true },
  PHONE_MICROPHONE_MISSING: { status: 404, retry: true },
  PHONE_MICROPHONE_REFUSED: { status: 403, retry: true },
  PHONE_MICROPHONE_BUSY: { status: 409, retry: true },
  PHONE_NUMBER_INVALID: { status: 400, retry: false },
  PHONE_CALL_GONE: { status: 404, retry: false },
  PHONE_CALL_OVER: { status: 404, retry: false },
  PHONE_CALL_LOST: { status: 502, retry: false },
  PHONE_RING_TAKEN_OVER: { status: 409, retry: false },
  PHONE_TOO_MANY_CALLS: { status: 409, retry: true },
  PHONE_TRANSFER_FAILED: { status: 502, retry: true },
  PHONE_TRANSFER_NOT_TAKEN: { status: 409, retry: true },
  PHONE_NO_VOICEMAIL: { status: 404, retry: false },
  PHONE_QUEUE_REFUSED: { status: 502, retry: true },
  PHONE_QUEUE_UNCONFIRMED: { status: 504, retry: true },
  PHONE_NO_SUCH_CODE: { status: 404, retry: false },
  PHONE_DO_NOT_DISTURB: { status: 486, retry: true },
  PHONE_CALL_NOT_READY: { status: 409, retry: true },
  PHONE_MEDIA_FAILED: { status: 502, retry: true },
  PHONE_NO_SOUND: { status: 504, retry: true },
  PHONE_NOISE_FAILED: { status: 502, retry: true },
  PHONE_COMMAND_MALFORMED: { status: 400, retry: false },
  PHONE_GONE: { status: 503, retry: true },
  // the shell
  SHELL_SECRETS_NOT_KEPT: { status: 500, retry: false },
  SHELL_DATA_FOLDER_READ_ONLY: { status: 500, retry: false },
  SHELL_SETTINGS_MALFORMED: { status: 400, retry: false },
  SHELL_FILE_NOT_WRITTEN: { status: 500, retry: true },
  SHELL_FAILED: { status: 500, retry: true },
  // the server's own start
  START_PORT_IN_USE: { status: 500, retry: false },
  START_DATABASE_UNREACHABLE: { status: 500, retry: false },
  START_DATABASE_NEWER: { status: 500, retry: false },
  START_DATA_FOLDER_READ_ONLY: { status: 500, retry: false },
  START_DATA_FOLDER_IN_USE: { status: 500, retry: false },
  START_CONFIGURATION_INVALID: { status: 500, retry: false },
  // the server's commands
  WEBHOOK_NOT_TAKEN: { status: 502, retry: true },
} as const satisfies Record<string, { status: number; retry: boolean }>;

export type ErrorCode = keyof typeof errorCatalogue;

/** An error with a code of the catalogue. `detail` is for logs and support, never for the person and never a secret. */
export class CodedError extends Error {
  override readonly name = 'CodedError';
  readonly code: ErrorCode;
  readonly detail: string | undefined;

  constructor(code: ErrorCode, detail?: string, options?: ErrorOptions) {
    super(detail === undefined ? code : `${code}: ${detail}`, options);
    this.code = code;
    this.detail = detail;
  }
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(errorCatalogue, value);
}

/** The code of any thrown value, `fallback` where it carries none. */
export function codeOf(error: unknown, fallback: ErrorCode): ErrorCode {
  return error instanceof CodedError ? error.code : fallback;
}
