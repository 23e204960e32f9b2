const STORED = "metricflow.read_key";

/**
 * The read key. One in the address (`#key=mfr_…`) moves to local storage at once, so that it does
 * not stay in the address bar, in bookmarks or in screenshots.
 */
export function takeReadKey(): string | null {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const key = fragment.get("key");
  if (key) {
    storeReadKey(key);
    history.replaceState(null, "", location.pathname + location.search);
    return key;
  }
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

export function storeReadKey(key: string): void {
  try {
    localStorage.setItem(STORED, key);
  } catch {
    // Storage is off: the key is asked for again on the next visit.
  }
}
