import { Component, type ReactNode } from 'react';

type Props = { readonly children: ReactNode; readonly onError: (error: unknown) => void };
type State = { readonly failed: boolean };

/**
 * The last resort when drawing failed. The phone is another process: a call goes on. Words in both languages, since the
 * catalog may be what failed.
 */
export class CrashScreen extends Component<Props, State> {
  override readonly state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError(error);
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <main className="crash">
        <p lang="fr">L’écran s’est arrêté. Votre appel continue et ce que vous avez écrit est gardé.</p>
        <p lang="en">The screen stopped. Your call goes on and what you wrote is kept.</p>
        <button type="button" onClick={() => window.location.reload()}>
          Reprendre · Resume
        </button>
      </main>
    );
  }
}
