import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../domain/errors.ts';
import type { UpdateWait } from '../../../renderer/bridges/update.ts';
import type { PhoneView } from '../../../renderer/desk/phone/phone-view.ts';
import {
  clockSentence,
  networkSentence,
  phoneSentence,
  sentenceText,
  serverSentence,
  storeSentence,
  updateSentence,
  type Sentence,
} from '../../../renderer/desk/words/status.ts';
import type { SyncState, SyncStatus } from '../../../renderer/store/contract.ts';
import type { PhoneSnapshot } from '../../../renderer/voice/contract/state.ts';
import { phoneSnapshot } from './phone-sample.ts';
import { textIn } from './text-in.ts';

const at = '2026-03-12T10:00:00.000Z';

function line(change: Partial<PhoneSnapshot>, link: PhoneView['link'] = 'connected'): Sentence {
  return phoneSentence({ link, snapshot: phoneSnapshot(change), pending: new Set() });
}

const trying = (code: ErrorCode): Sentence => line({ account: { state: 'retrying', code, nextTryAt: at } });
const refused = (code: ErrorCode): Sentence => line({ account: { state: 'failed', code } });
const without = (code: ErrorCode): Sentence =>
  line({ devices: { ...phoneSnapshot().devices, microphone: { state: 'unavailable', code } } });

function server(sync: SyncState, queued = 0): Sentence {
  return serverSentence({ sync, queued, unsent: 0, refused: [] });
}

const offline = (code: ErrorCode, queued = 0): Sentence =>
  server({ state: 'offline', code, since: at, nextTryAt: at }, queued);

function once(journal: ErrorCode): Sentence | null {
  const online: SyncStatus = { sync: { state: 'online', since: at }, queued: 0, unsent: 0, refused: [], journal };
  return storeSentence(online);
}

function wrongClock(clockOffset: number): Sentence | null {
  return clockSentence({ sync: { state: 'online', since: at }, queued: 0, unsent: 0, refused: [], clockOffset });
}

const waits = (waitsFor: UpdateWait | null): Sentence | null => updateSentence({ version: '1.3.0', waitsFor });

/** What it can say, and how. */
const all: readonly (readonly [sentence: Sentence | null, french: string, english: string])[] = [
  [networkSentence(false), 'Pas de réseau', 'No network'],

  [wrongClock(3 * 3600 * 1000), 'L’horloge de ce poste retarde de 3 h 00', 'This computer’s clock is 3 h 00 slow'],
  [wrongClock(-90_000), 'L’horloge de ce poste avance de 1 min 30', 'This computer’s clock is 1 min 30 fast'],

  [line({}), 'Ligne 201 prête', 'Line 201 ready'],
  [line({ lineName: null }), 'Ligne prête', 'Line ready'],
  [line({ mode: 'practice', lineName: null }), 'Ligne d’entraînement prête', 'Practice line ready'],
  [line({}, 'starting'), 'Téléphone : démarrage…', 'Phone: starting…'],
  [line({}, 'lost'), 'Téléphone : reprise…', 'Phone: resuming…'],
  [line({ account: { state: 'registering' } }), 'Ligne 201 : connexion…', 'Line 201: connecting…'],
  [line({ mode: 'none' }), 'Pas de ligne téléphonique', 'No phone line'],
  [
    trying('PHONE_PBX_UNREACHABLE'),
    'Ligne coupée, nouvel essai en cours. Le standard téléphonique ne répond pas.',
    'Line down, trying again. The phone system does not answer.',
  ],
  [
    trying('PHONE_PBX_REFUSED'),
    'Ligne coupée, nouvel essai en cours. Le standard téléphonique a refusé.',
    'Line down, trying again. The phone system refused.',
  ],
  [
    trying('PHONE_CERTIFICATE_INVALID'),
    'Ligne coupée, nouvel essai en cours. Le certificat du standard n’est pas valable pour cet ordinateur. Prévenez votre administrateur.',
    'Line down, trying again. The phone system’s certificate is not valid for this computer. Tell your administrator.',
  ],
  [
    refused('PHONE_WRONG_PASSWORD'),
    'Ligne refusée. Le standard refuse le mot de passe de votre ligne. Prévenez votre administrateur.',
    'Line refused. The phone system refuses your line’s password. Tell your administrator.',
  ],
  [
    refused('PHONE_LINE_UNKNOWN'),
    'Ligne refusée. Le standard ne connaît pas votre ligne. Prévenez votre administrateur.',
    'Line refused. The phone system does not know your line. Tell your administrator.',
  ],
  [
    refused('PHONE_DIGEST_UNSUPPORTED'),
    'Ligne refusée. Le standard demande une authentification que Casque ne connaît pas (seulement Digest MD5). Prévenez votre administrateur.',
    'Line refused. The phone system asks for a sign-in that Casque does not know (Digest MD5 only). Tell your administrator.',
  ],
  [
    without('PHONE_MICROPHONE_MISSING'),
    'Téléphone sans micro. Aucun micro n’est branché.',
    'Phone without a microphone. No microphone is plugged in.',
  ],
  [
    without('PHONE_MICROPHONE_BUSY'),
    'Téléphone sans micro. Un autre programme utilise le micro.',
    'Phone without a microphone. Another program is using the microphone.',
  ],
  [
    without('PHONE_MICROPHONE_REFUSED'),
    'Téléphone sans micro. Le système refuse l’accès au micro. Autorisez-le pour Casque.',
    'Phone without a microphone. The system refuses access to the microphone. Allow it for Casque.',
  ],

  [serverSentence(undefined), 'Serveur : connexion…', 'Server: connecting…'],
  [server({ state: 'online', since: at }), 'Serveur connecté, tout est envoyé', 'Server connected, everything sent'],
  [
    server({ state: 'online', since: at }, 2),
    'Serveur connecté, 2 envois en cours',
    'Server connected, sending 2 changes',
  ],
  [
    server({ state: 'syncing', rows: 12, first: true }),
    'Première synchronisation : 12 éléments',
    'First sync: 12 items',
  ],
  [server({ state: 'syncing', rows: 3, first: false }), 'Serveur : mise à jour…', 'Server: updating…'],
  [
    offline('SERVER_UNREACHABLE'),
    'Serveur : hors ligne. Le serveur ne répond pas. Vérifiez le réseau.',
    'Server: offline. The server does not answer. Check the network.',
  ],
  [
    offline('SERVER_UNAVAILABLE', 1),
    'Serveur : hors ligne, 1 envoi en attente. Le serveur n’est pas disponible pour l’instant. Réessayez dans un instant.',
    'Server: offline, 1 change waiting. The server is not available right now. Try again in a moment.',
  ],
  [
    offline('SERVER_FAILED', 12),
    'Serveur : hors ligne, 12 envois en attente. Le serveur a un problème. Réessayez dans un instant.',
    'Server: offline, 12 changes waiting. The server has a problem. Try again in a moment.',
  ],
  [
    offline('SERVER_REPLY_MALFORMED'),
    'Serveur : hors ligne. Cette adresse répond, mais ce n’est pas un serveur Casque de cette version.',
    'Server: offline. This address answers, but it is not a Casque server of this version.',
  ],
  [
    offline('CLIENT_TOO_OLD', 2),
    'Serveur : hors ligne, 2 envois en attente. Cette version de Casque est trop ancienne pour le serveur. Mettez-la à jour.',
    'Server: offline, 2 changes waiting. This version of Casque is too old for the server. Update it.',
  ],
  [
    offline('SYNC_CLIENT_UNKNOWN'),
    'Serveur : hors ligne. Le serveur ne reconnaît pas ce poste. Casque reprend à zéro sans rien perdre.',
    'Server: offline. The server does not know this machine. Casque starts over without losing anything.',
  ],
  [
    offline('SYNC_SEQUENCE_GAP'),
    'Serveur : hors ligne. Le serveur attend des envois plus anciens. Casque les renvoie.',
    'Server: offline. The server expects earlier changes. Casque is sending them again.',
  ],
  [
    server({ state: 'signed-out', code: 'AUTH_SESSION_ENDED' }, 3),
    'Session terminée, 3 envois en attente. Votre session est terminée. Reconnectez-vous.',
    'Session ended, 3 changes waiting. Your session has ended. Sign in again.',
  ],

  [
    offline('STORE_UNAVAILABLE'),
    'Tickets indisponibles. Les données de ce poste ne s’ouvrent pas. Le téléphone fonctionne.',
    'Tickets unavailable. The data on this machine cannot be opened. The phone works.',
  ],
  [
    offline('STORE_DAMAGED'),
    'Tickets indisponibles. Les données de ce poste sont abîmées et ne s’ouvrent pas. Ce qui attendait d’être envoyé est gardé à part et partira. Le téléphone fonctionne.',
    'Tickets unavailable. The data on this machine is damaged and cannot be opened. What was waiting to be sent is kept apart and will go. The phone works.',
  ],
  [
    offline('STORE_FULL'),
    'Tickets indisponibles. Le disque de ce poste est plein. Libérez de la place.',
    'Tickets unavailable. The disk of this machine is full. Free some space.',
  ],
  [
    offline('STORE_READ_ONLY'),
    'Tickets indisponibles. Casque ne peut pas écrire sur le disque de ce poste.',
    'Tickets unavailable. Casque cannot write to the disk of this machine.',
  ],
  [once('SHELL_FAILED'), 'Copie de sécurité arrêtée.', 'Safety copy stopped.'],
  [
    once('STORE_FULL'),
    'Copie de sécurité arrêtée. Le disque de ce poste est plein. Libérez de la place.',
    'Safety copy stopped. The disk of this machine is full. Free some space.',
  ],

  [
    waits(null),
    'Version 1.3.0 prête, installée au prochain moment calme',
    'Version 1.3.0 ready, installed at the next quiet moment',
  ],
  [waits('starting'), 'Version 1.3.0 prête, Casque finit de démarrer', 'Version 1.3.0 ready, Casque is still starting'],
  [
    waits('call'),
    'Version 1.3.0 prête, attend la fin de l’appel',
    'Version 1.3.0 ready, waits for the end of the call',
  ],
  [
    waits('wrapUp'),
    'Version 1.3.0 prête, attend la fin de l’après-appel',
    'Version 1.3.0 ready, waits for the end of the wrap-up',
  ],
  [
    waits('unsent'),
    'Version 1.3.0 prête, attend qu’un texte en cours soit envoyé',
    'Version 1.3.0 ready, waits until an unfinished text is sent',
  ],
  [
    waits('queued'),
    'Version 1.3.0 prête, attend que tout soit envoyé',
    'Version 1.3.0 ready, waits until everything is sent',
  ],
];

describe('the status line, whole', () => {
  it.each(['fr', 'en'] as const)('has a sentence for every trouble that it can name (%s)', (language) => {
    const text = textIn(language);
    const said = all.map(([sentence]) => (sentence === null ? null : sentenceText(sentence, text)));
    expect(said).toEqual(all.map(([, french, english]) => (language === 'fr' ? french : english)));
  });

  it('is heard here with every one of its sentences', () => {
    const source = readFileSync(join(import.meta.dirname, '../../../renderer/desk/words/status.ts'), 'utf8');
    const ids = new Set([...source.matchAll(/'((?:status|update)\.[\w.]+)'/g)].map(([, id]) => id));
    expect(new Set(all.map(([sentence]) => sentence?.id))).toEqual(ids);
  });
});
