/** Where `npm start` keeps its demonstration, apart from an installed Casque and its server. */
import { homedir } from 'node:os';
import { join } from 'node:path';

export function demonstrationFolder(env = process.env, platform = process.platform, home = homedir()) {
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Casque Demonstration');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Casque Demonstration');
  // The database refuses root and runs as another user then, who could not enter root's home.
  if (process.getuid?.() === 0) return '/var/lib/casque-demonstration';
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'casque-demonstration');
}
