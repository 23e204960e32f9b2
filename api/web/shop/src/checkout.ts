import { metricflow } from "./tracking";

const CURRENCY = "EUR";
const PRODUCTS: Record<string, { name: string; note: string; amount: number }> = {
  taster: { name: "Taster", note: "Three small bags, one from each roast", amount: 9 },
  weekly: { name: "Weekly", note: "A fresh 350 g bag each Friday", amount: 18 },
  office: { name: "Office", note: "Two kilos for up to twenty people", amount: 64 },
};

/** Shows the chosen product; buying counts a purchase and moves on. */
export function watchCheckout(): void {
  const select = document.getElementById("order-product") as HTMLSelectElement | null;
  if (!select) return;
  const asked = new URLSearchParams(location.search).get("product") ?? "";
  select.value = asked in PRODUCTS ? asked : "weekly";
  const show = (): void => {
    const product = PRODUCTS[select.value];
    if (!product) return;
    const price = new Intl.NumberFormat("en", {
      style: "currency",
      currency: CURRENCY,
      maximumFractionDigits: 0,
    });
    setText("order-name", product.name);
    setText("order-note", product.note);
    setText("order-price", price.format(product.amount));
    document.getElementById("order-image")?.setAttribute("src", `bag-${select.value}.svg`);
  };
  select.addEventListener("change", show);
  show();
  document.getElementById("buy")?.addEventListener("click", () => {
    const product = select.value;
    const amount = PRODUCTS[product]?.amount ?? 0;
    metricflow("track", "purchase", { amount, currency: CURRENCY, product });
    location.href = "thanks.html";
  });
}

function setText(id: string, text: string): void {
  const element = document.getElementById(id);
  if (element) element.textContent = text;
}
