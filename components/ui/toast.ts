export interface Toast {
  message: string;
  tone?: "ok" | "danger" | "info";
  /** Undo, or a way to what was made. */
  action?: { label: string; run: () => void };
}

type Listener = (toast: Toast) => void;

const waiting: Toast[] = [];
let listener: Listener | null = null;
let wake: (() => void) | null = null;

/** Says in passing that something happened. Whatever a person must act on belongs on the page. */
export function showToast(toast: Toast): void {
  if (listener) {
    listener(toast);
    return;
  }
  waiting.push(toast);
  wake?.();
}

/** The toaster calls this when it is drawn: it takes what was said before it was there, and all that follows. */
export function listenToToasts(next: Listener): () => void {
  listener = next;
  for (const toast of waiting.splice(0)) next(toast);
  return () => {
    listener = null;
  };
}

/** Calls back when the first toast wants to be shown, so that the toaster is loaded only then. */
export function onFirstToast(callback: () => void): () => void {
  wake = callback;
  if (waiting.length > 0) callback();
  return () => {
    wake = null;
  };
}
