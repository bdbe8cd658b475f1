/** Position and size in device-independent pixels, as Electron's Rectangle. */
export type Bounds = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type WindowState = {
  /** Undefined: where the system puts it. */
  readonly bounds: Bounds | undefined;
  readonly maximised: boolean;
};

export const smallest = { width: 480, height: 320 } as const;
export const usual = { width: 1280, height: 800 } as const;

/** How much of the window has to be on some display for it to be found and grabbed, in pixels. */
const grip = { width: 120, height: 40 } as const;

/** What a state file says. Anything that cannot be understood, or would open out of sight, gives the usual window. */
export function parseWindowState(text: string | null, displays: readonly Bounds[]): WindowState {
  let value: unknown;
  try {
    value = text === null ? null : JSON.parse(text);
  } catch {
    value = null;
  }
  if (typeof value !== 'object' || value === null) return { bounds: undefined, maximised: false };
  const { x, y, width, height, maximised } = value as Record<string, unknown>;
  const numbers = [x, y, width, height].every((part) => typeof part === 'number' && Number.isInteger(part));
  const bounds = numbers ? ({ x, y, width, height } as Bounds) : undefined;
  return {
    bounds: bounds !== undefined && isReasonable(bounds) && isReachable(bounds, displays) ? bounds : undefined,
    maximised: maximised === true,
  };
}

export function writeWindowState(state: { readonly bounds: Bounds; readonly maximised: boolean }): string {
  const { x, y, width, height } = state.bounds;
  return `${JSON.stringify({ x, y, width, height, maximised: state.maximised })}\n`;
}

function isReasonable({ width, height }: Bounds): boolean {
  return width >= smallest.width && height >= smallest.height && width <= 20_000 && height <= 20_000;
}

/** The title bar is at the top: the part below it alone cannot be grabbed. */
function isReachable(window: Bounds, displays: readonly Bounds[]): boolean {
  return displays.some((display) => {
    const left = Math.max(window.x, display.x);
    const right = Math.min(window.x + window.width, display.x + display.width);
    const fromTop = window.y - display.y;
    return right - left >= grip.width && fromTop >= 0 && display.height - fromTop >= grip.height;
  });
}
