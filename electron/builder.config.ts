import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { flipFuses, FuseVersion } from '@electron/fuses';
import { Arch, type AfterPackContext, type Configuration } from 'electron-builder';
import { fusesOf } from './fuses.ts';

export type PackageOptions = {
  /** For the project's own tests: the inspector stays open. */
  readonly forTests: boolean;
  /** An unpacked Electron to package; undefined where electron-builder gets one by itself. */
  readonly electron: { readonly dir: string; readonly version: string } | undefined;
};

/** Gives the person at the computer the buttons of their headset. */
const udevRules = '70-casque-headsets.rules';
const udevRulesFile = join(import.meta.dirname, 'linux', udevRules);

/** How Casque is packaged, for `scripts/dist.mjs`. */
export function builderConfig({ forTests, electron }: PackageOptions): Configuration {
  return {
    appId: 'org.casque.Casque',
    productName: 'Casque',
    copyright: 'The Casque founders, MIT licence',
    directories: { output: 'dist', buildResources: 'assets/icons' },
    // Everything is bundled into out/: no node_modules.
    files: ['out/{main,preload,renderer}/**', 'package.json', '!node_modules/**'],
    extraMetadata: { desktopName: 'casque.desktop', homepage: 'https://casque.example' },
    asar: true,
    npmRebuild: false,
    ...(electron === undefined ? {} : { electronDist: electron.dir, electronVersion: electron.version }),
    icon: 'assets/icons/casque.png',
    artifactName: 'casque-${version}-${os}-${arch}.${ext}',
    electronLanguages: ['fr', 'en', 'en-US', 'en-GB'],
    protocols: [{ name: 'Casque', schemes: ['tel', 'sip', 'sips', 'callto'], role: 'Viewer' }],
    afterPack: (context) => setFuses(context, forTests),
    linux: {
      // For those whom no package installs it: an archive or an AppImage cannot write to /usr.
      extraResources: [{ from: udevRulesFile, to: udevRules }],
      executableName: 'casque',
      category: 'Office',
      synopsis: 'The phone, the caller and the ticket in one window',
      maintainer: 'The Casque founders <maintainers@casque.example>',
      desktop: {
        entry: {
          Name: 'Casque',
          GenericName: 'Help desk phone',
          'GenericName[fr]': 'Téléphone de centre d’assistance',
          Comment: 'The phone, the caller and the ticket in one window',
          'Comment[fr]': 'Le téléphone, l’appelant et le ticket dans une seule fenêtre',
          StartupWMClass: 'casque',
        },
      },
    },
    deb: {
      recommends: ['libsecret-1-0', 'gnome-keyring | kwalletmanager'],
      afterInstall: afterInstall(),
      fpm: [`${udevRulesFile}=/usr/lib/udev/rules.d/${udevRules}`],
    },
    win: { target: 'nsis' },
    nsis: { oneClick: true, perMachine: false, deleteAppDataOnUninstall: false },
    mac: {
      target: ['dmg', 'zip'],
      category: 'public.app-category.business',
      hardenedRuntime: true,
      entitlements: 'electron/entitlements.mac.plist',
      entitlementsInherit: 'electron/entitlements.mac.plist',
      extendInfo: {
        NSMicrophoneUsageDescription: 'Casque uses the microphone for your calls.',
      },
    },
    publish: null,
  };
}

/**
 * What runs after the Debian package was installed: electron-builder's own script, and then the rule is put to use for headsets that are
 * plugged in already.
 */
function afterInstall(): string {
  const builder = createRequire(import.meta.resolve('electron-builder'));
  const usual = readFileSync(builder.resolve('app-builder-lib/templates/linux/after-install.tpl'), 'utf8');
  const ours = readFileSync(join(import.meta.dirname, 'linux', 'after-install.sh'), 'utf8');
  const folder = join(import.meta.dirname, '..', 'out', 'package');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'after-install.tpl');
  writeFileSync(file, `${usual}\n${ours}`);
  return file;
}

async function setFuses(context: AfterPackContext, forTests: boolean): Promise<void> {
  const { appOutDir, electronPlatformName, packager, arch } = context;
  const platform = electronPlatformName as NodeJS.Platform;
  const name = packager.appInfo.productFilename;
  const program =
    platform === 'darwin'
      ? join(appOutDir, `${name}.app`)
      : join(appOutDir, platform === 'win32' ? `${name}.exe` : 'casque');
  await flipFuses(program, {
    version: FuseVersion.V1,
    // Apple's processors refuse a program whose signature does not match.
    resetAdHocDarwinSignature: platform === 'darwin' && arch === Arch.arm64,
    ...fusesOf({ platform, forTests }),
  });
}
