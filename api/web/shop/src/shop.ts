import { watchCheckout } from "./checkout";
import { watchSignUp } from "./sign_up";
import { startTracking } from "./tracking";

startTracking();
document.addEventListener("DOMContentLoaded", () => {
  watchSignUp();
  watchCheckout();
});
