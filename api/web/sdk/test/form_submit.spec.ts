import { expect, it } from "vitest";
import { openPage, startSdk, useCollector } from "./support/page";

const use = useCollector();

it("names a submitted form and never its values", async () => {
  const page = openPage({
    html: `<form id="join" name="signup" action="/join?invite=secret">
      <input name="id" value="secret"><input name="email" value="secret@example.com">
    </form>`,
  });
  const sdk = startSdk(page, use.collector, { autocapture: true });
  const submit = new page.Event("submit", { bubbles: true, cancelable: true });
  page.document.querySelector("form")?.dispatchEvent(submit);
  await sdk.flush();

  expect(use.collector.named("form_submit").map((event) => event.properties)).toEqual([
    { id: "join", name: "signup", action: "https://shop.example/join" },
  ]);
  expect(JSON.stringify(use.collector.events)).not.toContain("secret");
});

it("ignores forms marked mf-no-capture", async () => {
  const page = openPage({ html: `<form class="mf-no-capture"></form>` });
  const sdk = startSdk(page, use.collector, { autocapture: true });
  page.document.querySelector("form")?.dispatchEvent(new page.Event("submit", { bubbles: true }));
  await sdk.flush();
  expect(use.collector.named("form_submit")).toEqual([]);
});
