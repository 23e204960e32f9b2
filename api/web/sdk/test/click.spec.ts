import { expect, it } from "vitest";
import type { WireEvent } from "./support/collector";
import { openPage, startSdk, useCollector } from "./support/page";

const use = useCollector();

async function clicksOn(html: string, selector: string): Promise<WireEvent[]> {
  const page = openPage({ html });
  const sdk = startSdk(page, use.collector, { autocapture: true });
  page.document.querySelector<HTMLElement>(selector)?.click();
  await sdk.flush();
  return use.collector.named("click");
}

it("describes a clicked link by text, tag, id and address without its query", async () => {
  const html = `<a id="buy" href="/checkout?token=secret#top"><b>Buy  now</b></a>`;
  const clicks = await clicksOn(html, "b");
  expect(clicks.map((click) => click.properties)).toEqual([
    { tag: "a", id: "buy", text: "Buy now", href: "https://shop.example/checkout" },
  ]);
});

it("sees buttons and marked elements", async () => {
  const clicks = await clicksOn(`<div data-track="hero"><i>picture</i></div>`, "i");
  expect(clicks[0]?.properties).toEqual({ tag: "div", text: "picture", data_track: "hero" });
});

it("cuts long texts", async () => {
  const clicks = await clicksOn(`<button>${"long ".repeat(100)}</button>`, "button");
  expect(String(clicks[0]?.properties["text"])).toHaveLength(80);
});

it.each([
  ["an input's value", `<input type="submit" value="secret" class="it">`],
  [
    "text typed into a text area",
    `<div data-track="x"><textarea class="it">secret</textarea></div>`,
  ],
  ["editable text", `<div contenteditable><button class="it">secret</button></div>`],
  ["a mail address in a link", `<a class="it" href="mailto:secret@example.com">write</a>`],
])("never sends %s", async (_, html) => {
  const clicks = await clicksOn(html, ".it");
  expect(clicks).toHaveLength(1);
  expect(JSON.stringify(clicks)).not.toContain("secret");
});

it.each([
  ["inside mf-no-capture", `<div class="mf-no-capture"><button class="it">x</button></div>`],
  ["on plain text", `<p class="it">x</p>`],
  ["into a field", `<input class="it" value="x">`],
])("ignores clicks %s", async (_, html) => {
  expect(await clicksOn(html, ".it")).toEqual([]);
});
