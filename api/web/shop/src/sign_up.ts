import { metricflow } from "./tracking";

/** Signing up names the visitor, then counts the sign-up. */
export function watchSignUp(): void {
  const form = document.getElementById("signup-form") as HTMLFormElement | null;
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const fields = new FormData(form);
    const email = String(fields.get("email") ?? "").trim();
    const plan = String(fields.get("plan"));
    const userId = email || "user_" + Math.random().toString(36).slice(2, 12);
    metricflow("identify", userId, { plan });
    metricflow("track", "sign_up", { plan });
    const product = { free: "taster", pro: "weekly", team: "office" }[plan] ?? "weekly";
    location.href = `checkout.html?product=${product}`;
  });
}
