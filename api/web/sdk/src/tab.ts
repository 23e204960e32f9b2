import type { Win } from "./types";

interface State {
  number: number;
  /** The session that began here. */
  began?: string;
  /** Whether a page is shown. */
  open?: boolean;
}

/**
 * Tells tabs apart: two may count an event alike in one millisecond, and then differ by the number
 * of the tab. It is 0 where the session began, and random elsewhere.
 */
export function openTab(win: Win, writeKey: string) {
  const key = `mf.${writeKey}.tab`;
  let tab: State = { number: 1 + (win.crypto.getRandomValues(new Uint16Array(1))[0]! % 4095) };

  function save(open: boolean): void {
    try {
      win.sessionStorage.setItem(key, JSON.stringify({ ...tab, open }));
    } catch {
      // Not allowed: each page is a tab of its own.
    }
  }

  try {
    const before = JSON.parse(win.sessionStorage.getItem(key) ?? "{}") as State;
    // Where a page is open still, that of another tab, of which this one is a copy.
    if (before.number && !before.open) tab = before;
  } catch {
    // Not allowed, or damaged.
  }
  save(true);
  win.addEventListener("pagehide", () => save(false));
  win.addEventListener("pageshow", () => save(true));

  return {
    /** The session began in this tab. */
    began(session: string): void {
      tab.began = session;
      save(true);
    },

    /** The number of this tab during that session. */
    during: (session?: string) => (session && tab.began === session ? 0 : tab.number),
  };
}

export type Tab = ReturnType<typeof openTab>;
