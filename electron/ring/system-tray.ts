import { Menu, nativeImage, screen, Tray, type MenuItemConstructorOptions, type NativeImage } from 'electron';
import type { Presence, RingingCaller } from '../../renderer/bridges/phone-status.ts';
import type { NativeWords } from '../windows/native-words.ts';
import type { CallAction } from './ring-signals.ts';
import { withStateMark } from './state-mark.ts';

export type SystemTrayOptions = {
  /** Path of the program's icon. */
  readonly icon: string;
  readonly words: () => NativeWords;
  readonly toFront: () => void;
  readonly act: (action: CallAction, callId: string) => void;
};

type TrayMenu = ReturnType<typeof Menu.buildFromTemplate>;

/** Pixels, for a screen of usual density. */
const size = 22;

/** Of the pictures that the tray gets. Linux takes one, and Electron never frees what it has given GTK: four times as much for twice the size. */
function scaleFactors(): readonly number[] {
  if (process.platform !== 'linux') return [1, 2];
  return screen.getPrimaryDisplay().scaleFactor > 1 ? [2] : [1];
}

/** The icon beside the clock: what the phone does, and the answer for a caller. */
export class SystemTray {
  readonly #options: SystemTrayOptions;
  readonly #images = new Map<Presence, NativeImage>();
  /** By the words of the state, which change with the language. */
  readonly #quietMenus = new Map<string, TrayMenu>();
  #icon: NativeImage | undefined;
  #tray: Tray | undefined;
  #drawn = '';
  #shown: Presence = 'none';

  constructor(options: SystemTrayOptions) {
    this.#options = options;
  }

  show(presence: Presence, ringing: RingingCaller | undefined): void {
    if (this.#readIcon().isEmpty()) return;
    const words = this.#options.words();
    const state = words.presence[presence];
    const key = JSON.stringify([state, presence, ringing]);
    if (key === this.#drawn) return;
    this.#drawn = key;
    const tray = (this.#tray ??= this.#create());
    if (presence !== this.#shown) tray.setImage(this.image(presence));
    this.#shown = presence;
    tray.setToolTip(
      ringing === undefined ? `Casque: ${state}` : `${words.incoming}: ${ringing.title || words.withheld}`,
    );
    tray.setContextMenu(ringing === undefined ? this.#quietMenu(state) : this.#menuOf(state, ringing));
  }

  /** Made once for each state: the system frees a menu late, or never, and each call passes through four states. */
  #quietMenu(state: string): TrayMenu {
    const menu = this.#quietMenus.get(state) ?? this.#menuOf(state, undefined);
    this.#quietMenus.set(state, menu);
    return menu;
  }

  /** The program's icon with the sign of a state. Drawn once each: that takes 11 ms. */
  image(presence: Presence): NativeImage {
    const image = this.#images.get(presence) ?? this.#draw(presence);
    this.#images.set(presence, image);
    return image;
  }

  #draw(presence: Presence): NativeImage {
    const image = nativeImage.createEmpty();
    for (const scaleFactor of scaleFactors()) {
      const pixels = size * scaleFactor;
      const bitmap = this.#readIcon().resize({ width: pixels, height: pixels, quality: 'best' }).toBitmap();
      const marked = Buffer.from(withStateMark(bitmap, pixels, presence));
      const dimensions = { width: pixels, height: pixels };
      const buffer = nativeImage.createFromBitmap(marked, dimensions).toPNG();
      image.addRepresentation({ scaleFactor, ...dimensions, buffer });
    }
    return image;
  }

  #readIcon(): NativeImage {
    return (this.#icon ??= nativeImage.createFromPath(this.#options.icon));
  }

  #create(): Tray {
    const tray = new Tray(this.image('none'));
    tray.on('click', this.#options.toFront);
    return tray;
  }

  #menuOf(state: string, ringing: RingingCaller | undefined): TrayMenu {
    const { toFront, act, words } = this.#options;
    const { answer, reject, open, withheld } = words();
    const call: MenuItemConstructorOptions[] =
      ringing === undefined
        ? []
        : [
            { label: ringing.title || withheld, enabled: false },
            { label: answer, click: () => act('answer', ringing.callId) },
            { label: reject, click: () => act('reject', ringing.callId) },
            { type: 'separator' },
          ];
    return Menu.buildFromTemplate([...call, { label: state, enabled: false }, { label: open, click: toFront }]);
  }
}
