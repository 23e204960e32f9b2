import type { Win } from "./types";

const WORD = 2 ** 32;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** A UUID version 7 (RFC 9562): 48 bits of epoch milliseconds, then random bits. */
export function uuidv7(win: Win): string {
  const bytes = win.crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const random = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return dashed(hex(Date.now(), 12) + random.slice(12));
}

/** The id of a session: 48 random bits beside its millisecond. Each more is stored with it. */
export function sessionId(win: Win): string {
  const id = uuidv7(win);
  return id.slice(0, 14) + "7000-8000" + id.slice(23);
}

/**
 * The id of an event: a UUID version 8 of nothing but what the event says anyway, so that the lake
 * need not store it. The high half is the time and the tab, the low half that of the session's id
 * plus the sequence number.
 */
export function eventId(win: Win, time: number, tab: number, session = "", sequence = 0): string {
  if (!UUID.test(session) || !Number.isInteger(sequence)) return uuidv7(win);
  // In two parts, as not every browser counts to 64 bits.
  const low = parseInt(session.slice(28), 16) + sequence;
  const middle = parseInt(session.slice(19, 28).replace("-", ""), 16) + Math.floor(low / WORD);
  return dashed(hex(time, 12) + "8" + hex(tab, 3) + hex(middle % WORD, 8) + hex(low % WORD, 8));
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, "0");
}

function dashed(digits: string): string {
  return digits.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
