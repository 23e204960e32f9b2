import type { Win } from "./types";

/** Text by key, shared by all tabs of an origin where the browser allows it. */
export interface Store {
  get(key: string): string | null;
  /** Stores, or removes when `value` is null. Answers whether the text is kept beyond this page. */
  set(key: string, value: string | null): boolean;
  keys(): string[];
}

/** Local storage when it works, else a store that lives as long as the page. */
export function openStore(win: Win): Store {
  try {
    const local = win.localStorage;
    local.setItem("mf.test", "");
    local.removeItem("mf.test");
    return {
      get: (key) => local.getItem(key),
      set: (key, value) => {
        try {
          if (value === null) local.removeItem(key);
          else local.setItem(key, value);
          return true;
        } catch {
          return false; // The origin's quota is used up: the copy in memory still gets sent.
        }
      },
      keys: () => Object.keys(local),
    };
  } catch {
    return cookieStore(win);
  }
}

/** Cookies go out with every request, so only the visitor's small state is kept in one. */
function cookieStore({ document, location }: Win): Store {
  const memory = new Map<string, string>();
  const secure = location.protocol === "https:" ? ";secure" : "";
  return {
    get: (key) => {
      const cookie = document.cookie.split("; ").find((part) => part.startsWith(key + "="));
      return memory.get(key) ?? (cookie ? decodeURIComponent(cookie.slice(key.length + 1)) : null);
    },
    set: (key, value) => {
      memory.set(key, value ?? "");
      const text = encodeURIComponent(value ?? "");
      if (!key.endsWith(".state") || text.length > 3500) return false;
      document.cookie = `${key}=${text};path=/;max-age=31536000;samesite=lax${secure}`;
      return true;
    },
    keys: () => [],
  };
}
